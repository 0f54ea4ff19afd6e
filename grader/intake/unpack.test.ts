import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { tarOf, zipOf, type Packed } from './archive.fixture.ts';
import { unpack } from './unpack.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-unpack-'));
afterAll(() => rmSync(scratch, { recursive: true }));

let places = 0;
const place = (name: string): string => {
  const folder = join(scratch, String(places++));
  mkdirSync(folder);
  return join(folder, name);
};

function fileWith(name: string, bytes: Buffer): string {
  const file = place(name);
  writeFileSync(file, bytes);
  return file;
}

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = place('handed-in');
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

interface Unpacked {
  readonly reason: string | null;
  readonly files: Readonly<Record<string, string>>;
}

/** Unpacks, and makes sure that nothing was written in any other place. */
async function unpacked(from: string): Promise<Unpacked> {
  const to = place('code');
  const content = await unpack(from, to);
  expect(readdirSync(dirname(to)).filter((name) => name !== 'code')).toEqual([]);
  const names = existsSync(to)
    ? readdirSync(to, { recursive: true, encoding: 'utf8' }).toSorted()
    : [];
  const files = names
    .filter((name) => name.includes('.'))
    .map((name) => [name, readFileSync(join(to, name), 'utf8')]);
  return {
    reason: content.kind === 'unusable' ? content.reason : null,
    files: Object.fromEntries(files),
  };
}

const GOOD: Packed = { name: 'src/raft/raft.ts', text: 'export default class Raft {}\r\n' };
const FILES = { 'src/raft/raft.ts': GOOD.text };

const FORMATS: readonly [string, (entries: readonly Packed[]) => string][] = [
  ['zip', (entries) => fileWith('ann.zip', zipOf(entries))],
  ['tar', (entries) => fileWith('ann.tar', tarOf(entries))],
  ['tar.gz', (entries) => fileWith('ann.tar.gz', gzipSync(tarOf(entries)))],
  ['a tar.gz file that is called zip', (entries) => fileWith('ann.zip', gzipSync(tarOf(entries)))],
];

describe.each(FORMATS)('%s', (_, pack) => {
  test('source files are unpacked, with or without a folder around them', async () => {
    expect(await unpacked(pack([GOOD]))).toEqual({ reason: null, files: FILES });
    const wrapped = [
      { ...GOOD, name: `ann lab 3/v2/${GOOD.name}` },
      { name: 'ann lab 3/v2/notes.txt' },
    ];
    expect((await unpacked(pack(wrapped))).files).toEqual(FILES);
  });

  test('what would give orders to a compiler, packages and hidden files are left out', async () => {
    const others = [
      'package.json',
      'tsconfig.json',
      'src/tsconfig.base.json',
      'node_modules/x/index.js',
      '.git/x.js',
      '__MACOSX/src/._raft.ts',
      'src/raft/._raft.ts',
    ];
    const entries = [
      GOOD,
      ...others.map((name) => ({ name, text: '{}' })),
      { name: 'node_modules/.bin/x', link: '../x' },
    ];
    expect(await unpacked(pack(entries))).toEqual({ reason: null, files: FILES });
  });

  test.each([
    ['../', { name: '../evil.ts', text: '1' }, /\.\.\/evil\.ts/],
    ['../ in the middle', { name: 'src/../../evil.ts', text: '1' }, /evil\.ts/],
    ['..\\ of Windows', { name: 'src\\..\\..\\evil.ts', text: '1' }, /evil\.ts/],
    ['an absolute name', { name: '/etc/evil.ts', text: '1' }, /absolute|\/etc\/evil\.ts/],
    ['a drive', { name: 'C:/evil.ts', text: '1' }, /absolute|C:/],
    [
      'a control character',
      { name: 'src/a\u001B[2Jb.ts', text: '1' },
      /'src\/a\?\[2Jb\.ts' has a control character/,
    ],
    ['a link', { name: 'src/raft/log.ts', link: '/etc/passwd' }, /'src\/raft\/log\.ts' is a link/],
    ['the same name twice', GOOD, /twice/],
    [
      'a file that is too large',
      { name: 'src/big.ts', text: Buffer.alloc(1_000_001) },
      /has 1000001 bytes; a source file may have 1000000/,
    ],
    [
      'a name of 200 letters',
      { name: `src/${'x'.repeat(90)}/${'y'.repeat(97)}.ts`, text: '1' },
      null,
    ],
    [
      'spaces and letters of any language',
      { name: 'src/r a f t/w\u00F6rk\u4E16.ts', text: '1' },
      null,
    ],
  ] as const)('%s', async (__, entry, words) => {
    const { reason, files } = await unpacked(pack([GOOD, entry]));
    if (words === null) return expect(Object.keys(files)).toContain(entry.name);
    expect(reason).toMatch(words);
    expect(files).toEqual({});
  });

  test('too many files are refused', async () => {
    const many = Array.from({ length: 1_001 }, (__, i) => ({ name: `src/${i}.ts`, text: '' }));
    expect((await unpacked(pack(many))).reason).toContain('more than 1000 source files');
  });

  test('an archive in an archive is not opened, and said to be there', async () => {
    const inner = { name: 'ann/ann.zip', text: zipOf([GOOD]) };
    expect((await unpacked(pack([inner]))).reason).toContain(
      "but an archive, 'ann/ann.zip': unpack it",
    );
  });

  test('a damaged archive is told as one', async () => {
    const file = pack([GOOD, { name: 'src/b.ts', text: 'x'.repeat(5_000) }]);
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 1_200 < 100 ? 60 : bytes.length - 1_200));
    expect((await unpacked(file)).reason).toMatch(/the archive is damaged|no tar file in it/);
  });
});

test.each(['Link', 'CharacterDevice', 'FIFO'] as const)(
  'a %s in a tar file is refused',
  async (type) => {
    const file = fileWith(
      'a.tar',
      tarOf([
        GOOD,
        { name: 'src/raft/x.ts', type, ...(type === 'Link' ? { link: 'src/raft/raft.ts' } : {}) },
      ]),
    );
    expect((await unpacked(file)).reason).toMatch(/is a (?:link|special file)/);
  },
);

test('a zip file that claims to be small is read no further than that', async () => {
  const file = fileWith(
    'a.zip',
    zipOf([{ name: 'src/a.ts', text: Buffer.alloc(50_000_000), claimedBytes: 10 }]),
  );
  expect((await unpacked(file)).reason).toMatch(/the archive is damaged; .*too many bytes/);
});

test('a bomb of zeros in a tar.gz file is defused', async () => {
  const zeros = gzipSync(Buffer.alloc(310_000_000), { level: 1 });
  const twice = fileWith('a.tar.gz', gzipSync(zeros));
  expect((await unpacked(twice)).reason).toContain('no tar file in it');
  expect((await unpacked(fileWith('a.tar.gz', zeros))).reason).toContain('no tar file in it');
  const trailing = gzipSync(Buffer.concat([tarOf([GOOD]), Buffer.alloc(310_000_000)]), {
    level: 1,
  });
  expect((await unpacked(fileWith('a.tar.gz', trailing))).reason).toContain('unpacks to more');
  const long = tarOf([{ name: 'notes.txt', text: Buffer.alloc(310_000_000) }]);
  const { reason } = await unpacked(fileWith('b.tar.gz', gzipSync(long, { level: 1 })));
  expect(reason).toContain('unpacks to more than 300000000 bytes');
});

test('a folder is copied without following any link', async () => {
  const folder = folderWith({ 'src/raft/raft.ts': String(GOOD.text), 'package.json': '{}' });
  expect((await unpacked(folder)).files).toEqual(FILES);
  symlinkSync('/etc/passwd', join(folder, 'src/raft/log.ts'));
  expect((await unpacked(folder)).reason).toBe(
    "'src/raft/log.ts' is a link; hand in plain files only",
  );
  const piped = folderWith({ 'src/raft/raft.ts': '' });
  execFileSync('mkfifo', [join(piped, 'src/pipe.ts')]);
  expect((await unpacked(piped)).reason).toBe(
    "'src/pipe.ts' is a special file; hand in plain files only",
  );
});

test('what is no submission at all says what it is', async () => {
  expect((await unpacked(place('none'))).reason).toBe('it is not there');
  expect((await unpacked(folderWith({}) || '')).reason).toBe('it is not there');
  expect((await unpacked(folderWith({ 'notes.txt': '' }))).reason).toBe(
    'it holds no source files, only notes.txt',
  );
  expect((await unpacked(fileWith('a.rar', Buffer.from('Rar!')))).reason).toBe(
    'it is no folder, zip, tar or tar.gz file',
  );
  expect((await unpacked(fileWith('a.zip', Buffer.alloc(0)))).reason).toBe(
    'it is no folder, zip, tar or tar.gz file',
  );
  expect((await unpacked(fileWith('a.zip', zipOf([])))).reason).toBe('it holds no source files');
});

test('archives of common programs are read', async () => {
  const long = `src/${'x'.repeat(200)}/${'y'.repeat(200)}.ts`;
  const folder = folderWith({ 'src/raft/raft.ts': String(GOOD.text), [long]: '1' });
  for (const format of ['gnu', 'pax']) {
    const file = place('made.tgz');
    execFileSync('tar', ['czf', file, `--format=${format}`, '-C', folder, '.']);
    expect((await unpacked(file)).files).toEqual({ ...FILES, [long]: '1' });
  }
});
