import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Compiler } from './compiler.ts';
import { compileSubmission } from './compile.ts';
import { findLab } from '../labs/find-labs.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-compiler-'));
const compiler = new Compiler();
afterAll(() => {
  compiler.close();
  rmSync(scratch, { recursive: true });
});
let submissions = 0;

function raft(text: string): string {
  const folder = join(scratch, String(submissions++));
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), text);
  return folder;
}

const compile = (folder: string): Promise<unknown> =>
  compiler.compile({ folder, lab: 'raft', withReference: [] });

const GOOD = 'export default class {}\n';

test('a process compiles as this one does', async () => {
  const folder = raft(GOOD);
  expect(await compile(folder)).toEqual(await compileSubmission(folder, await findLab('raft')));
  await expect(compile(raft('export default class {'))).rejects.toThrow(
    'src/raft/raft.ts:1:23: Expected identifier but found end of file',
  );
});

/** Text that doubles 26 times. */
const DOUBLING = Array.from({ length: 26 }, (_, i) => `a${i + 1} = a${i} + a${i},`).join('\n');

test.each([
  ['nested too deeply', `export default ${'('.repeat(400_000)}1${')'.repeat(400_000)};\n`],
  ['too large', `enum A { a0 = 'xxxxxxxxxxxxxxxx',\n${DOUBLING}\n}\nexport default A.a26;\n`],
])(
  'what is %s is refused, and the next one compiles',
  async (_what, text) => {
    await expect(compile(raft(text))).rejects.toThrow(/the compiler dies of it|letters, of which/);
    expect(await compile(raft(GOOD))).toMatchObject({ code: expect.any(String) });
    // The limits are of processor time, of which a busy machine may give a tenth.
  },
  300_000,
);
