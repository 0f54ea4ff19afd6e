import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
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
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { graderDigest } from '../batch/grader-digest.ts';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { findLabs } from '../labs/find-labs.ts';
import { writeAutolab, writeFiles } from './autolab.ts';
import { gradescopeFiles, MANIFEST } from './gradescope.ts';
import { githubFiles } from './github.ts';
import { makeManifest, staleParts, type PackageRequest } from './manifest.ts';
import { readFromZip, writeZip } from './zip.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-package-'));
afterAll(() => rmSync(scratch, { recursive: true }), 120_000);

const labs = await findLabs();
/** A grader starts several times, on a machine that may be busy. */
const PATIENCE_MS = 240_000;

const requestOf = (course: string, secret: string | null = null): PackageRequest => ({
  course,
  courseFile: 'course.yaml',
  secret,
  minutes: 10,
  gradeOptions: '--jobs 1',
});
const SHORT = requestOf('{ assignment: lab3, parts: [3A], points: fraction, seeds: 1 }');
/** Many times what a few seconds are enough for. */
const LONG = requestOf(
  '{ assignment: lab3, parts: [3A], points: fraction, seeds: 200, late: { due: 2027-03-01T23:59:00Z, percentPerDay: 10 } }',
);

interface Results {
  readonly score: number;
  readonly output: string;
  readonly tests?: readonly { readonly status: string }[];
  readonly extra_data?: { readonly grader: string };
}

let roots = 0;

/** Gradescope's folders, with a submission in them. */
function gradescope(request: PackageRequest): string {
  const root = join(scratch, `autograder-${roots++}`);
  writeFiles(join(root, 'source'), gradescopeFiles(request, makeManifest(request, labs)));
  // What setup.sh installs.
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'source/splitbrain/node_modules'));
  writeWorkspace(join(root, 'submission'), 'reference');
  const metadata = { id: 1, created_at: '2027-03-02T10:00:00.365935-08:00' };
  writeFileSync(join(root, 'submission_metadata.json'), JSON.stringify(metadata));
  mkdirSync(join(root, 'tmp'));
  return root;
}

function start(root: string, more: Readonly<Record<string, string>> = {}): ChildProcess {
  const env = { ...process.env, AUTOGRADER_ROOT: root, TMPDIR: join(root, 'tmp'), ...more };
  return spawn(join(root, 'source/run_autograder'), { env, stdio: 'ignore' });
}

function resultsIn(root: string): Results | null {
  const file = join(root, 'results/results.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Results) : null;
}

async function until<Value>(look: () => Value | null): Promise<Value> {
  for (;;) {
    const value = look();
    if (value !== null) return value;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

test(
  'there are results at once and after each slice of time; a limit loses nothing, and gives no full marks',
  async () => {
    const root = gradescope(LONG);
    const run = start(root, { FIRST_SLICE_SECONDS: '5', LIMIT_SECONDS: '10' });
    const early = await until(() => resultsIn(root));
    expect(early).toMatchObject({ score: 0 });
    expect(early.output).toContain('no grade yet');
    const between = await until(() =>
      resultsIn(root)?.tests === undefined ? null : resultsIn(root),
    );
    expect(between.output).toContain('raft: ended after 5 s of processor time');
    await once(run, 'exit');
    const last = resultsIn(root);
    expect(last?.output).toContain('1 day late');
    expect(last?.output).toContain('raft: ended after 10 s of processor time');
    expect(last?.score).toBeGreaterThan(0);
    expect(last?.score).toBeLessThan(14);
    expect(last?.tests?.map(({ status }) => status)).toContain('failed');
    // It is the very grader that was packed.
    expect(last?.extra_data?.grader).toBe(graderDigest());
  },
  PATIENCE_MS,
);

test(
  'a grader that is killed again and again leaves a grade for what it had finished',
  async () => {
    const root = gradescope(LONG);
    const run = start(root, { FIRST_SLICE_SECONDS: '600', LIMIT_SECONDS: '600' });
    const killed = new Set<number>();
    while (killed.size < 2) {
      const grader = await until(() => graderOf(run, killed, join(root, 'tmp')));
      killed.add(grader);
      process.kill(grader, 'SIGKILL');
    }
    await once(run, 'exit');
    const results = resultsIn(root);
    expect(results?.score).toBeGreaterThan(0);
    expect(results?.score).toBeLessThan(14);
  },
  PATIENCE_MS,
);

/** The process that grades, once it has finished runs; none of those that are dead. */
function graderOf(run: ChildProcess, dead: ReadonlySet<number>, tmp: string): number | null {
  const [pid] = processesUnder(run.pid ?? 0).filter((each) => {
    const file = `/proc/${each}/cmdline`;
    return (
      !dead.has(each) &&
      existsSync(file) &&
      /^node\0[^\0]*bin\.js\0grade/.test(readFileSync(file, 'utf8'))
    );
  });
  const journal = readdirSync(tmp, { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('journal.ndjson'),
  );
  if (pid === undefined || journal === undefined) return null;
  const entries = readFileSync(join(tmp, journal), 'utf8').split('\n').length;
  // The second one has to go on from where the first one was.
  return entries > 5 * (dead.size + 1) ? pid : null;
}

function processesUnder(pid: number): number[] {
  const file = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(file)) return [];
  const children = readFileSync(file, 'utf8')
    .split(' ')
    .filter((each) => each !== '');
  return children.map(Number).flatMap((each) => [each, ...processesUnder(each)]);
}

test(
  'the step of a workflow leaves a result: of the grade, or of a grader that failed',
  () => {
    const step = join(ROOT, 'grader/package/scripts/github-grade.sh');
    const workspace = join(scratch, 'repository');
    mkdirSync(join(workspace, 'src/raft'), { recursive: true });
    writeFileSync(join(workspace, 'src/raft/raft.ts'), 'export default class {');
    const manifest = makeManifest(SHORT, labs);
    writeFiles(workspace, githubFiles(SHORT, manifest, 'course/splitbrain@v1'));
    const grade = (course: string): { readonly tests: readonly unknown[] } => {
      const output = join(scratch, 'output');
      writeFileSync(output, '');
      const env = { ...process.env, GITHUB_OUTPUT: output, GITHUB_WORKSPACE: workspace };
      spawnSync('bash', [step, join(workspace, course)], { env, cwd: workspace });
      const text = /^result=([\w+/]+=*)\n$/.exec(readFileSync(output, 'utf8'))?.[1] ?? '';
      return JSON.parse(Buffer.from(text, 'base64').toString()) as { tests: unknown[] };
    };
    const { tests, ...result } = grade('.github/splitbrain/course.yaml');
    expect(result).toEqual({ version: 1, status: 'fail', max_score: 14 });
    expect(tests[0]).toMatchObject({ score: 0, filename: 'src/raft/raft.ts', line_no: 1 });
    expect(grade('none.yaml')).toMatchObject({ status: 'error', tests: [{ score: 0 }] });
  },
  PATIENCE_MS,
);

test('the workflow names the grader by a ref, and has a time limit of its own', () => {
  const manifest = makeManifest(SHORT, labs);
  const [workflow] = githubFiles(SHORT, manifest, 'course/splitbrain@v1.2');
  expect(workflow?.content).toContain('repository: course/splitbrain\n          ref: v1.2\n');
  expect(workflow?.content).toContain('timeout-minutes: 20');
  expect(workflow?.content).not.toContain('__');
  expect(() => githubFiles(SHORT, manifest, 'a/b@c: d')).toThrow(
    '--grader takes owner/repository@ref',
  );
});

test(
  'the last line of the output is for Autolab, whose machines have no network',
  () => {
    const folder = join(scratch, 'autolab');
    writeAutolab(folder, SHORT, makeManifest(SHORT, labs));
    cpSync(join(folder, 'autograde-Makefile'), join(folder, 'Makefile'));
    mkdirSync(join(folder, 'handin/src/raft'), { recursive: true });
    writeFileSync(join(folder, 'handin/src/raft/raft.ts'), 'export default class {');
    expect(spawnSync('tar', ['czf', 'handin.zip', 'handin'], { cwd: folder }).status).toBe(0);
    const { stdout } = spawnSync('make', [], { cwd: folder, encoding: 'utf8' });
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toContain(
      'raft: it cannot be run: src/raft/raft.ts:1:23: Expected identifier',
    );
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ scores: { '3A': 0 }, scoreboard: [0] });
  },
  PATIENCE_MS,
);

test('a zip of the same files has the same bytes, and one that is out of date says what changed', async () => {
  const manifest = makeManifest(SHORT, labs);
  const files = gradescopeFiles(SHORT, manifest);
  const [one, other] = [join(scratch, 'one.zip'), join(scratch, 'other.zip')];
  await writeZip(one, files);
  await writeZip(other, files);
  expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  const packed = JSON.parse((await readFromZip(one, MANIFEST)) ?? '') as typeof manifest;
  expect(staleParts(packed, manifest)).toEqual([]);
  const now = makeManifest(LONG, labs);
  expect(
    staleParts(packed, { ...now, grader: 'b1'.repeat(32) }).map(
      (each) => each.split(' changed')[0],
    ),
  ).toEqual(["the grader's code", 'the course file', 'the limit of processor time']);
});

function namesIn(request: PackageRequest): string[] {
  return gradescopeFiles(request, makeManifest(request, labs)).map(({ name }) => name);
}

test('the secret of hidden seeds is packed only when it is given', () => {
  expect(namesIn(SHORT)).not.toContain('secret');
  expect(namesIn(requestOf(SHORT.course, 'ab'.repeat(32)))).toContain('secret');
});
