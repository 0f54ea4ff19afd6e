import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findLabs } from '../labs/find-labs.ts';
import { tarOf, zipOf } from './archive.fixture.ts';
import { findHandedIn } from './find-handed-in.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-found-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const labs = await findLabs();
const CODE = { name: 'src/raft/raft.ts', text: 'export default class Raft {}' };
let classes = 0;

function put(path: string, bytes: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

/** A folder for one test. */
const place = (): string => join(scratch, `class-${classes++}`);

/** The names that were found, with the reason for those that cannot be used. */
async function found(...paths: readonly string[]): Promise<(string | [string, string])[]> {
  const all = await findHandedIn(paths, labs, join(place(), 'code'));
  return all.map(({ name, content }) =>
    content.kind === 'folder' ? name : [name, content.reason],
  );
}

test('a folder holds folders and archives, some with a folder around them, and odd ones', async () => {
  const folder = place();
  put(join(folder, 'ann/src/raft/raft.ts'), CODE.text);
  put(join(folder, 'bo b/lab3/src/raft/raft.ts'), CODE.text);
  put(join(folder, 'Zo\u00EB.zip'), zipOf([CODE]));
  put(join(folder, 'dan.tar'), tarOf([CODE]));
  put(join(folder, 'evil.zip'), zipOf([{ name: '../evil.ts' }]));
  put(join(folder, `${'x'.repeat(200)}/src/raft/raft.ts`), CODE.text);
  put(join(folder, 'grades.xlsx'), '');
  mkdirSync(join(folder, 'empty'));
  expect(await found(folder)).toEqual([
    'ann',
    'bo b',
    'dan',
    ['empty', 'it holds no source files'],
    ['evil', expect.stringContaining('../evil.ts')],
    'x'.repeat(200),
    'Zo\u00EB',
  ]);
});

test('two of one name are told apart by where they come from', async () => {
  const folder = place();
  put(join(folder, 'ann/src/raft/raft.ts'), CODE.text);
  put(join(folder, 'ann.zip'), zipOf([CODE]));
  const names = await found(folder);
  expect(names).toHaveLength(2);
  expect(new Set(names).size).toBe(2);
  expect(names.every((each) => String(each).startsWith('ann ('))).toBe(true);
});

test('a roster names submissions with their times', async () => {
  const folder = place();
  put(join(folder, 'in/a.zip'), zipOf([CODE]));
  const lines = [
    'id,name,path,submitted',
    '1,"O\u2019Neil, Ann",in/a.zip,2027-03-01T10:00:00Z',
    '2,Bob,in/a.zip,',
  ];
  const roster = put(join(folder, 'roster.csv'), `\uFEFF${lines.join('\r\n')}\r\n`);
  const all = await findHandedIn([roster], labs, join(folder, 'code'));
  expect(all).toMatchObject([
    {
      name: 'O\u2019Neil, Ann',
      from: 'in/a.zip',
      submittedAt: '2027-03-01T10:00:00Z',
      content: { kind: 'folder' },
    },
    { name: 'Bob', from: 'in/a.zip', submittedAt: null, content: { kind: 'folder' } },
  ]);
});

test.each([
  ['', "names no submissions; expected a first line 'name,path'"],
  ['nam,path\na,b', "has no column 'name'; it has nam, path. Is 'nam' meant?"],
  ['name,path\nann,', 'line 2: path is empty'],
  ['name,path\nann', 'line 2: it has not as many values as the first line has columns'],
  ['name,path\n"ann,a', 'a quote (") is opened and never closed'],
  [
    'name,path\nann,\n,b\ncid,nowhere',
    /3 mistakes:\n  line 2: path[^]*line 3: name[^]*line 4: there/,
  ],
  ['name,path\nann,nowhere.zip', 'line 2: there is no nowhere.zip'],
  [
    'name,path,submitted\nann,a,yesterday',
    'line 2: submitted must be a time with its offset from UTC',
  ],
])('the roster %j is refused', async (text, words) => {
  const roster = put(join(place(), 'roster.csv'), text);
  await expect(found(roster)).rejects.toThrow(words);
});

test.each([';', '\t'])(
  'a roster may have %j between its values, as spreadsheets write it',
  async (mark) => {
    const folder = place();
    put(join(folder, 'a.zip'), zipOf([CODE]));
    const roster = put(join(folder, 'r.csv'), `name${mark}path\nann, b${mark}a.zip\n`);
    expect(await found(roster)).toEqual(['ann, b']);
  },
);

test('a roster in UTF-16 is refused by that name', async () => {
  const roster = put(join(place(), 'r.csv'), Buffer.from('\uFEFFname,path\n', 'utf16le'));
  await expect(found(roster)).rejects.toThrow('is in UTF-16; save it as UTF-8');
});

test('a link among submissions is not followed; one that is named is', async () => {
  const folder = place();
  put(join(folder, 'ann.zip'), zipOf([CODE]));
  put(join(folder, 'elsewhere', 'src/raft/raft.ts'), CODE.text);
  mkdirSync(join(folder, 'class'));
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'class', 'bob'));
  put(join(folder, 'class', 'ann.zip'), zipOf([CODE]));
  const all = await findHandedIn([join(folder, 'class')], labs, join(place(), 'code'));
  expect(all.map(({ name, content }) => [name, content])).toMatchObject([
    ['ann', { kind: 'folder' }],
    ['bob', { kind: 'unusable', reason: expect.stringContaining('it is a link') as unknown }],
  ]);
  const [named] = await findHandedIn([join(folder, 'class', 'bob')], labs, join(place(), 'code'));
  expect(named).toMatchObject({ name: 'bob', content: { kind: 'folder' } });
});

test('what lies beside submissions is told, and an archive of another kind gets its line', async () => {
  const folder = place();
  put(join(folder, 'ann.zip'), zipOf([CODE]));
  for (const name of ['bob.rar', 'notes.txt', '.DS_Store']) put(join(folder, name), 'x');
  const leftOut: string[] = [];
  const all = await findHandedIn([folder], labs, join(place(), 'code'), (path) => {
    leftOut.push(path);
  });
  expect(leftOut).toEqual([join(folder, 'notes.txt')]);
  expect(all.map(({ name, content }) => [name, content.kind])).toEqual([
    ['ann', 'folder'],
    ['bob.rar', 'unusable'],
  ]);
});

test('an archive that is all that a folder has is what was handed in', async () => {
  const folder = place();
  put(join(folder, 'Ann_123_file/lab3.zip'), zipOf([CODE]));
  put(join(folder, 'bob.zip'), zipOf([CODE]));
  expect(await found(folder)).toEqual(['Ann_123_file', 'bob']);
});

test('where there is nothing at all, nothing is graded', async () => {
  await expect(found(join(scratch, 'nobody'))).rejects.toThrow(
    /there is no .*nobody; give folders/,
  );
});
