import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { compileSubmission } from '../compile/compile.ts';
import { findLabs } from '../labs/find-labs.ts';
import { tellRun } from '../report/tell-failure.ts';
import { traceRun, type TracedRun } from '../run/explain-failure.ts';
import { KEPT_LINES_MAX } from '../run/kept-trace.ts';
import { runSeed } from '../run/run-seed.ts';
import { select } from '../run/select.ts';
import { misfits } from '../schemas/misfits.fixture.ts';
import { TraceFile } from './trace-file.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-trace-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
const { lab, scenarios } = select(await findLabs(), 'raft', 'initial-election');
const [scenario] = scenarios;
if (scenario === undefined) throw new Error('the lab has no such scenario');

let folders = 0;

/** Runs a Raft that elects nobody and does this every 10 ms, which is 5 s long; writes its trace. */
async function ran(
  tick: string,
): Promise<{ run: TracedRun; lines: readonly string[]; hash: string }> {
  const folder = join(scratch, String(folders++));
  mkdirSync(folder);
  const code = `export default class Raft {
    constructor(private readonly node: any) { setInterval(() => this.tick(), 10); }
    tick(): void { ${tick} }
    getState(): any { return { term: 0, isLeader: false }; }
    start(): any { return { isLeader: false }; }
    snapshot(): void {}
  }`;
  writeFileSync(join(folder, 'raft.ts'), code);
  const submission = await compileSubmission(folder, lab);
  const path = join(folder, 'trace.jsonl');
  const of = {
    lab,
    scenario: scenario as NonNullable<typeof scenario>,
    seed: 1,
    isSmallest: false,
  };
  const file = new TraceFile(path, of);
  try {
    const write = (): ((event: TraceEvent) => void) => file.begin();
    const run = await traceRun(lab, of.scenario, submission, 1, { write });
    file.end(run.result);
    const { traceHash } = await runSeed(lab, of.scenario, submission, 1);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    return { run, lines, hash: traceHash };
  } finally {
    file.close();
    expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
  }
}

test('a trace file holds the whole run, and each line fits the schema', async () => {
  const { lines, hash } = await ran(
    `console.log('at', { me: this.node.me }); console.log(new Error('here'));`,
  );
  const all = lines.map((line) => JSON.parse(line) as { kind: string; effect?: { text?: string } });
  // One of each shape: to check a line takes a while.
  const shapes = new Map(all.map((line) => [`${line.kind} ${Object.keys(line).join()}`, line]));
  expect(shapes.size).toBeGreaterThan(4);
  expect([...shapes.values()].flatMap((line) => misfits('trace', line))).toEqual([]);
  expect(all[0]).toMatchObject({ kind: 'splitbrain-trace', version: 1, scenario: scenario?.id });
  expect(all.at(-1)).toMatchObject({ kind: 'end', verdict: { kind: 'stalled' }, traceHash: hash });
  const texts = new Set(all.flatMap(({ effect }) => effect?.text ?? []));
  expect([...texts].toSorted()).toEqual([
    'Error: here\n    at Raft.tick (raft.ts:3:73)\n    at raft.ts:2:70',
    'at { me: 0 }',
    'at { me: 1 }',
    'at { me: 2 }',
  ]);
});

test('of too many lines, the file holds all, and the story says how many it has left out', async () => {
  const { run, lines, hash } = await ran(
    'for (let i = 0; i < 150; i++) console.log("a line of a log");',
  );
  const logged = lines.filter((line) => line.includes('"kind":"log"')).length;
  expect(logged).toBeGreaterThan(2 * KEPT_LINES_MAX);
  expect(run.result.traceHash).toBe(hash);
  expect(run.forgotten?.lines).toBe(logged - KEPT_LINES_MAX);
  const story = tellRun(run).join('\n');
  expect(story).toContain(`${logged - KEPT_LINES_MAX} lines that servers logged until`);
  expect(story).toContain('... 148 more');
});
