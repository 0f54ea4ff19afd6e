import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { seconds } from '../../harness/vocabulary/time.ts';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../compile/compile.ts';
import { explainFailure, traceRun } from '../run/explain-failure.ts';
import { findLabs } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { select } from '../run/select.ts';
import { tellFailure, tellRun } from './tell-failure.ts';

const { lab, scenarios } = select(await findLabs(), 'raft', 'initial-election');
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-told-'));
let submissions = 0;

afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

/** What a student reads who hands in this file. */
async function told(text: string): Promise<string> {
  const [scenario] = scenarios;
  if (scenario === undefined) throw new Error('the lab has no such scenario');
  const folder = join(scratch, String(submissions++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'raft.ts'), text);
  const submission = await compileSubmission(folder, lab);
  const { verdict, traceHash } = await runSeed(lab, scenario, submission, 1);
  const failure = { seed: 1, verdict, traceHash };
  const lines = tellFailure(await explainFailure(lab, scenario, submission, failure));
  return ['', ...lines.slice(1)].join('\n');
}

/** A Raft that never elects anyone; its constructor does `what`. */
const doing = (what: string, getState = 'return { term: 0, isLeader: false };'): string =>
  `export default class Raft {
  constructor(private node: any, private apply: any) {
    ${what}
  }
  getState(): any { ${getState} }
  start() { return { isLeader: false }; }
  snapshot() {}
}`;

test('no default export', async () => {
  expect(await told('export class Raft {}')).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.000 s: Error: the default export is missing; export
        default the class of your server

          time  server 0             server 1             server 2
         0.000  starts, FAILS  <== here"
  `);
});

test('a missing method', async () => {
  expect(await told('export default class Raft { getState() {} }')).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.000 s: Error: the class Raft has no method start()

          time  server 0             server 1             server 2
         0.000  starts, FAILS  <== here"
  `);
});

test('a throw while starting', async () => {
  expect(await told(doing("throw new Error('not today');"))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.000 s: Error: not today

      your code: raft.ts:3:11 in new Raft

          time  server 0             server 1             server 2
         0.000  starts, FAILS  <== here"
  `);
});

test('a rejection that nothing handles', async () => {
  const reject = "void Promise.reject(new Error('floating'));";
  expect(await told(doing(`setTimeout(async () => { ${reject} }, 20);`))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.020 s: unhandled rejection: Error: floating

      your code: raft.ts:3:50

          time  server 0             server 1             server 2
         0.000  starts               starts               starts
         0.020  crashed   <== here"
  `);
});

test('timers of 0 ms without end', async () => {
  const spin = 'const spin = (): void => { setTimeout(spin, 0); }; spin();';
  expect(await told(doing(spin))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Over budget: server 0 fired 1000 timers without letting time pass: a timer of
        0 ms is set again and again; wait at least 1 ms (at 0.000 s)

          time  server 0             server 1             server 2
         0.000  starts               starts               starts  <== here"
  `);
});

test('a message that is not JSON', async () => {
  const send = 'this.node.peers[1]?.appendEntries({ entries: [{ done: () => 1 }] });';
  expect(await told(doing(`setTimeout(() => { ${send} }, 5);`))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.005 s: Error: appendEntries args.entries[0].done is a
        function, not a JSON value

      your code: raft.ts:3:44

          time  server 0             server 1             server 2
         0.000  starts               starts               starts
         0.005  FAILS  <== here"
  `);
});

test('a flood of messages in one step', async () => {
  const flood = 'for (let i = 0; i < 20_000; i++) this.node.peers[1]?.appendEntries({});';
  expect(await told(doing(`setTimeout(() => { ${flood} }, 5);`))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Over budget: server 0: more than 10000 messages, timers or log lines in one
        step (at 0.005 s)

          time  server 0             server 1             server 2
         0.000  starts               starts               starts
         0.005  FLOODS  <== here"
  `);
});

test('a flood of log lines in one step', async () => {
  const flood = "for (let i = 0; i < 20_000; i++) this.node.log('here');";
  expect(await told(doing(`setTimeout(() => { ${flood} }, 5);`))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Over budget: server 0: more than 10000 messages, timers or log lines in one
        step (at 0.005 s)

          time  server 0             server 1             server 2
         0.000  starts               starts               starts
         0.005  server 0 logs: here
         0.005  ... 9997 more
         0.005  server 0 logs: here
         0.005  FLOODS  <== here

      The servers logged 9999 lines: replay with --log tells them whole, with
      --server, --call or --grep some of them."
  `);
});

test('a wrong shape of getState', async () => {
  expect(await told(doing('', 'return [1, true];'))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.000 s: getState() must return { term: a whole number,
        isLeader: a boolean }; it returned [1,true]

          time  server 0             server 1             server 2
         0.000  starts, breaks the interface  <== here"
  `);
});

test('a wrong shape given to apply', async () => {
  const apply = 'this.apply({ CommandValid: true, Command: 1 });';
  expect(await told(doing(`setTimeout(() => { ${apply} }, 5);`))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Server 0 failed at 0.005 s: apply() takes { command, commandIndex } or {
        snapshot, snapshotIndex, snapshotTerm }; it was given
        {"CommandValid":true,"Command":1}

          time  server 0             server 1             server 2
         0.000  starts               starts               starts
         0.005  breaks the interface  <== here"
  `);
});

test('no leader at all', async () => {
  expect(await told(doing(''))).toMatchInlineSnapshot(`
    "
          A majority that is connected elects a leader within 5 s, and keeps it
          while nothing fails.

      Stalled: expected a leader among the connected servers within 5 s; gave up at
        4.915 s.
        server 0: term 0, not leader, applied up to 0
        server 1: term 0, not leader, applied up to 0
        server 2: term 0, not leader, applied up to 0

          time  server 0             server 1             server 2
         0.000  starts               starts               starts
         4.915  stalled   <== here

      No server leads, and none has heard an answer of another."
  `);
});

test('a wrong answer ends the story, not the comparison of all answers', async () => {
  const kvserver = select(await findLabs(), 'kvserver', 'put-concurrent');
  const [scenario] = kvserver.scenarios;
  if (scenario === undefined) throw new Error('the lab has no such scenario');
  const folder = join(scratch, 'kvserver');
  const find = "if (current !== version) return { err: 'ErrVersion' };";
  writeWorkspace(folder, 'reference', [{ file: 'kvserver/server.ts', find, replace: '' }]);
  const submission = await compileSubmission(folder, kvserver.lab);
  const run = await traceRun(kvserver.lab, scenario, submission, 1);
  const { verdict } = run.result;
  const text = tellRun(run);
  const { atUs = 0, brokenAtUs = 0 } = verdict.kind === 'violated' ? verdict : {};
  expect(brokenAtUs).toBeGreaterThan(0);
  expect(brokenAtUs).toBeLessThan(atUs);
  expect(text.at(-1)).toContain(seconds(brokenAtUs).replace(' s', ''));
  expect(text.at(-1)).toContain('<== here');
});
