import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compileApart } from './compile-apart.ts';
import { compileSubmission } from '../compile/compile.ts';
import { sourceDigest } from '../compile/source-digest.ts';
import { SubmissionError } from '../compile/submission-error.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-apart-'));
let submissions = 0;
afterAll(() => rmSync(scratch, { recursive: true }));

const contract = { methods: [], callbacks: [], probe: null };
const LAB = {
  id: 'raft',
  modules: { raft: ['src/raft.ts'] },
  programs: { server: { source: 'submission:raft', contract } },
};

function submission(text: string, log = ''): string {
  const folder = join(scratch, String(submissions++));
  for (const [name, content] of Object.entries({ 'src/raft.ts': text, 'src/log.ts': log })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

const GOOD = `import { log } from './log.ts';\nexport default class { run() { return log; } }\n`;
const LOG = 'export const log = 1;\n';

test('what is compiled apart is what is compiled here', async () => {
  const folder = submission(GOOD, LOG);
  const [apart, here] = [await compileApart(folder, LAB), await compileSubmission(folder, LAB)];
  expect(apart.code).toBe(here.code);
  expect(sourceDigest(apart)).toBe(sourceDigest(here));
});

test('an error names file and line, and no other place', async () => {
  const folder = submission('const a = ;');
  await expect(compileApart(folder, LAB)).rejects.toThrow('src/raft.ts:1:11: Unexpected ";"');
});

test('what only the engine refuses is told with its file', async () => {
  const folder = submission(`export default class { run() { return /(/; } }`, LOG);
  const error: unknown = await compileApart(folder, LAB).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SubmissionError);
  expect(String(error)).toContain('Invalid regular expression');
});

test('a source map that a file brings is not believed: no two files have one digest', async () => {
  const map = {
    version: 3,
    sources: ['log.ts'],
    sourcesContent: [LOG],
    names: [],
    mappings: 'AAAA',
  };
  const url = `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`;
  const lying = await compileApart(
    submission(GOOD, `export const log = 2; //# sourceMappingURL=${url}\n`),
    LAB,
  );
  expect(sourceDigest(lying)).not.toBe(
    sourceDigest(await compileApart(submission(GOOD, LOG), LAB)),
  );
  expect((JSON.parse(lying.map) as { sources: string[] }).sources).toContain('src/log.ts');
});
