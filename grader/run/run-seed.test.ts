import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunResult } from '../../harness/scenario/run.ts';
import { processesOf } from '../../harness/scenario/scenario.ts';
import { lab } from '../../labs/raft/lab.ts';
import { compileSubmission } from '../compile/compile.ts';
import { openPracticeRealm } from '../realm/practice/practice-realm.ts';
import { runSeed } from './run-seed.ts';

const REFERENCE = fileURLToPath(new URL('../calibration/reference', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-run-'));
// A student's unhandled rejection is what some of these tests are about; vitest would count it as its own.
const listeners = process.listeners('unhandledRejection');
let submissions = 0;

beforeAll(() => void process.removeAllListeners('unhandledRejection'));
afterAll(() => {
  for (const listener of listeners) process.on('unhandledRejection', listener);
  rmSync(scratch, { recursive: true });
});

async function run(folder: string, seed = 1): Promise<RunResult> {
  const [scenario] = lab.scenarios;
  if (scenario === undefined) throw new Error('the lab has no scenario');
  return runSeed(lab, scenario, await compileSubmission(folder, lab), seed);
}

/** A submission whose Raft is this text. */
function folderOf(text: string): string {
  const folder = join(scratch, String(submissions++));
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), text);
  return folder;
}

/** Runs a Raft that never elects anyone, with these members in place of its own. */
async function runClass(members: string, before = ''): Promise<RunResult> {
  return runText(`${before}
export default class Raft extends class {
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
} {
${members}
}
`);
}

function runText(text: string): Promise<RunResult> {
  return run(folderOf(text));
}

test('the reference passes, with the same trace each time and another for another seed', async () => {
  const first = await run(REFERENCE, 1);
  expect(first.verdict).toEqual({ kind: 'passed' });
  expect(await run(REFERENCE, 1)).toEqual(first);
  expect((await run(REFERENCE, 2)).traceHash).not.toBe(first.traceHash);
});

test('the processes run in the realm that is given', async () => {
  const [scenario] = lab.scenarios;
  if (scenario === undefined) throw new Error('the lab has no scenario');
  const realm = openPracticeRealm(await compileSubmission(REFERENCE, lab));
  const other = await compileSubmission(folderOf('export default 5;'), lab);
  const { verdict } = await runSeed(lab, scenario, other, 1, { realm });
  expect(verdict).toEqual({ kind: 'passed' });
});

test('a Raft that elects nobody stalls, with what each server believed', async () => {
  expect((await runClass('')).verdict).toMatchInlineSnapshot(`
    {
      "atUs": 4915000,
      "beliefs": [
        "server 0: term 0, not leader, applied up to 0",
        "server 1: term 0, not leader, applied up to 0",
        "server 2: term 0, not leader, applied up to 0",
      ],
      "kind": "stalled",
      "waitingFor": "a leader among the connected servers within 5 s",
    }
  `);
});

test('a throw at the start is a crash at its line', async () => {
  const { verdict } = await runClass("constructor() { super(); throw new Error('not today'); }");
  expect(verdict).toMatchObject({ kind: 'crashed', server: 0, message: 'Error: not today' });
  expect(verdict).toMatchObject({ stack: expect.stringContaining('src/raft/raft.ts:7') });
});

test('a missing method is named', async () => {
  const { verdict } = await runText('export default class Raft { getState() {} }');
  expect(verdict).toMatchObject({
    kind: 'crashed',
    message: expect.stringContaining('the class Raft has no method start()'),
  });
});

test('a default export that is no class is named', async () => {
  const { verdict } = await runText('export default { start() {} };');
  expect(verdict).toMatchObject({
    kind: 'crashed',
    message: expect.stringContaining('the default export is an object'),
  });
});

test('getState of the wrong shape is told with what it returned', async () => {
  expect((await runClass('getState() { return [1, true]; }')).verdict).toMatchInlineSnapshot(`
    {
      "atUs": 0,
      "kind": "crashed",
      "message": "getState() must return { term: a whole number, isLeader: a boolean }; it returned [1,true]",
      "server": 0,
      "stack": "",
    }
  `);
});

test('a trace is recorded once, also when the run is repeated to find a rejection', async () => {
  const folder = join(scratch, String(submissions++));
  mkdirSync(folder);
  writeFileSync(
    join(folder, 'raft.ts'),
    `export default class {
      constructor() { setTimeout(async () => { void this.tick(); }, 20); }
      async tick() { throw new Error('floating'); }
      getState() { return { term: 0, isLeader: false }; }
      start() { return { isLeader: false }; }
      snapshot() {}
    }`,
  );
  const [scenario] = lab.scenarios;
  if (scenario === undefined) throw new Error('the lab has no scenario');
  let boots = 0;
  await runSeed(lab, scenario, await compileSubmission(folder, lab), 1, {
    trace() {
      boots = 0;
      return (event) => {
        if (event.kind === 'restart') boots++;
      };
    },
  });
  expect(boots).toBe(processesOf(scenario, 1).length);
});

test('a timer of 0 ms that is set again and again is an overrun', async () => {
  const { verdict } = await runClass(
    'constructor() { super(); this.spin(); } spin() { setTimeout(() => this.spin(), 0); }',
  );
  expect(verdict).toMatchObject({
    kind: 'overrun',
    message: expect.stringContaining('a timer of 0 ms is set again and again'),
  });
});
