import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { writeWhole } from './write-whole.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-whole-'));
const file = join(scratch, 'class.html');
afterAll(() => rmSync(scratch, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(scratch)) rmSync(join(scratch, name));
});

/** A disk that is full after the first letters. */
function full(path: string, text: string | Uint8Array): void {
  writeFileSync(path, text.slice(0, 3));
  throw new Error('ENOSPC: no space left on device');
}

test('a full disk leaves the old file, and nothing beside it', () => {
  writeWhole(file, 'the old page');
  expect(() => writeWhole(file, 'the new page', full)).toThrow('ENOSPC');
  expect(readFileSync(file, 'utf8')).toBe('the old page');
  expect(readdirSync(scratch)).toEqual(['class.html']);
});

test('a full disk leaves no file where there was none', () => {
  expect(() => writeWhole(file, 'the new page', full)).toThrow('ENOSPC');
  expect(readdirSync(scratch)).toEqual([]);
});

test('a file keeps its rights, and a link leads where it did', () => {
  const target = join(scratch, 'target');
  writeFileSync(target, 'old', { mode: 0o600 });
  symlinkSync(target, file);
  writeWhole(file, 'new');
  expect(lstatSync(file).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, 'utf8')).toBe('new');
  expect(statSync(target).mode & 0o777).toBe(0o600);
});

test('a device is written to', () => {
  writeWhole('/dev/null', 'anything');
  expect(statSync('/dev/null').isFile()).toBe(false);
});
