import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SubmissionError } from './submission-error.ts';
import { compileSubmission } from './compile.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-compile-'));
let submissions = 0;
const contract = { methods: [], callbacks: [], probe: null };
const LAB = {
  id: 'raft',
  modules: { raft: ['raft.ts', 'raft.js'] },
  programs: { server: { source: 'submission:raft', contract } },
};
afterAll(() => rmSync(scratch, { recursive: true }));

function submission(files: Record<string, string>): string {
  const folder = join(scratch, String(submissions++));
  mkdirSync(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What compiling says, with the scratch folder left out. */
async function complaint(folder: string): Promise<string> {
  const error: unknown = await compileSubmission(folder, LAB).then(
    () => 'compiled',
    (reason: unknown) => reason,
  );
  if (!(error instanceof SubmissionError)) return `not a SubmissionError: ${String(error)}`;
  return error.message.replaceAll(folder, '<folder>');
}

test('a missing folder is named', async () => {
  expect(await complaint(join(scratch, 'absent'))).toMatchInlineSnapshot(
    `"there is no folder <folder>"`,
  );
});

test('a file in place of the folder is named', async () => {
  const folder = submission({ 'raft.ts': '' });
  expect(await complaint(join(folder, 'raft.ts'))).toMatchInlineSnapshot(
    `"<folder> is a file; give the folder that holds raft.ts"`,
  );
});

test('an empty folder holds nothing', async () => {
  expect(await complaint(submission({}))).toMatchInlineSnapshot(
    `"no raft.ts or raft.js in <folder>, which holds nothing"`,
  );
});

test('a folder without an entry lists what it holds', async () => {
  expect(await complaint(submission({ 'other.ts': '' }))).toMatchInlineSnapshot(
    `"no raft.ts or raft.js in <folder>, which holds other.ts"`,
  );
});

test('a syntax error has file, line and message', async () => {
  const folder = submission({ 'raft.ts': 'const a = 1;\nexport default class {\n  x( {\n}\n' });
  expect(await complaint(folder)).toMatchInlineSnapshot(`
    "raft.ts:5:1: Expected ")" but found end of file
        "
  `);
});

test('a node module is refused', async () => {
  const folder = submission({ 'raft.ts': "import fs from 'node:fs';\nexport default fs;\n" });
  expect(await complaint(folder)).toMatchInlineSnapshot(`
    "raft.ts:1:16: a submission may import its own files and 'splitbrain/<lab>', not 'node:fs'
        import fs from 'node:fs';"
  `);
});

test('a file outside the folder is refused', async () => {
  const folder = submission({ 'raft.ts': "export { default } from '../0/raft.ts';\n" });
  expect(await complaint(folder)).toMatchInlineSnapshot(`
    "raft.ts:1:25: a submission may import its own files and 'splitbrain/<lab>', not '../0/raft.ts'
        export { default } from '../0/raft.ts';"
  `);
});

test("import('node:fs') is refused", async () => {
  const folder = submission({ 'raft.ts': "export default () => import('node:fs');\n" });
  expect(await complaint(folder)).toContain("not 'node:fs'");
});

test('import() of an own file becomes part of the script', async () => {
  const folder = submission({
    'raft.ts':
      "export default class { own() { return import('./other.ts'); } all = require('./other') }\n",
    'other.ts': 'export const x = 1;\n',
  });
  expect((await compileSubmission(folder, LAB)).code).not.toMatch(/\bimport\(/);
});

test('several files become one script, with the same digest each time', async () => {
  const folder = submission({
    'raft.ts':
      "import { x } from './deep/other.ts';\nexport default class { run(): number { return x; } }\n",
    'deep/other.ts': 'export const x: number = 42;\n',
  });
  const first = await compileSubmission(folder, LAB);
  expect(first.code).toContain('42');
  expect(JSON.parse(first.map)).toMatchObject({ version: 3 });
  expect((await compileSubmission(folder, LAB)).digest).toBe(first.digest);
});

test('a .js entry will do, and the first entry that exists is taken', async () => {
  const js = submission({ 'raft.js': 'export default class { js() {} }\n' });
  expect((await compileSubmission(js, LAB)).code).toContain('js()');
  const both = submission({ 'raft.js': 'export default 1;', 'raft.ts': 'export default 2;' });
  expect((await compileSubmission(both, LAB)).code).toContain('2');
});

test("the student API may be imported from 'splitbrain/raft', and no other lab's that is not there", async () => {
  const good = submission({
    'raft.ts': "import { sleep } from 'splitbrain/raft';\nexport default sleep;\n",
  });
  expect((await compileSubmission(good, LAB)).code).toContain('sleep');
  const bad = submission({
    'raft.ts': "import { x } from 'splitbrain/absent';\nexport default x;\n",
  });
  expect(await complaint(bad)).toContain("not 'splitbrain/absent'");
});

test("a module that a lab's program imports must have a default export", async () => {
  const folder = submission({ 'src/worker.ts': 'export class Worker {}\n' });
  const lab = {
    id: 'mapreduce',
    modules: { worker: ['src/worker.ts'] },
    programs: { worker: { source: 'programs/worker.ts', contract } },
  };
  const error: unknown = await compileSubmission(folder, lab).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SubmissionError);
  expect((error as Error).message).toBe(
    "src/worker.ts has no default export; write 'export default' before its class",
  );
});

test('with a reference, an earlier lab comes from the reference and not from the submission', async () => {
  const folder = submission({
    'src/raft/raft.ts': "export default class { mine = 'broken Raft'; }\n",
    'src/kv/server.ts': "import Raft from '../raft/raft.ts';\nexport default Raft;\n",
  });
  const lab = {
    id: 'kv',
    modules: { server: ['src/kv/server.ts'], raft: ['src/raft/raft.ts'] },
    programs: { server: { source: 'submission:server', contract } },
  };
  expect((await compileSubmission(folder, lab)).code).toContain('broken Raft');
  const code = (await compileSubmission(folder, lab, ['raft'])).code;
  expect(code).not.toContain('broken Raft');
  expect(code).toContain('requestVote');
});
