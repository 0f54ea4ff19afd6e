import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { makeFolders } from './make-folders.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-folders-'));
afterAll(() => rmSync(scratch, { recursive: true }));

test('a folder is made with those above it, and again without harm', () => {
  const folder = join(scratch, 'a/b/c');
  makeFolders(folder);
  makeFolders(folder);
  expect(existsSync(folder)).toBe(true);
});

test('where a file stands in the way, the system says so', () => {
  writeFileSync(join(scratch, 'file'), '');
  expect(() => makeFolders(join(scratch, 'file/below'))).toThrow('ENOTDIR');
  expect(() => makeFolders(join(scratch, 'file'))).toThrow('EEXIST');
});

test.skipIf(!existsSync('/proc/self'))(
  'a file system that takes no folders is no endless task',
  () => {
    expect(() => makeFolders('/proc/nobody/journal')).toThrow('ENOENT');
  },
);
