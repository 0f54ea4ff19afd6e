import { describe, expect, test } from 'vitest';
import type { Recording } from '../../harness/faults/recording.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { findLabs } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { select } from '../run/select.ts';
import { shrinkFailure, type Smallest } from '../run/shrink-failure.ts';
import { calibration as kvraft } from './mutants/kvraft/calibration.ts';
import { calibration as kvserver } from './mutants/kvserver/calibration.ts';
import { calibration as raft } from './mutants/raft/calibration.ts';
import { calibration as shardkv } from './mutants/shardkv/calibration.ts';
import { findCalibration } from './run/find-calibration.ts';
import { ScheduleTrials, scheduleTrials } from './run/try-schedules.ts';
import { compileStyle } from './run/workspace.ts';

const labs = await findLabs();
const { lab } = select(labs, 'raft', undefined);
/** Seeds until the mutant fails in the scenario; each is caught within a few. */
const SEEDS_MAX = 20;
/** On a slow machine the processor's time would end the search early, and so elsewhere. */
const ON_ANY_MACHINE = { processorMsMax: Infinity };

const NONE = { kind: 'none' };

/** The smallest schedule of a failure, which there must be. */
async function shrunk(...failure: Parameters<typeof shrinkFailure>): Promise<Smallest> {
  const [of, scenario, submission, failed] = failure;
  const result = await shrinkFailure(of, scenario, submission, failed, ON_ANY_MACHINE);
  if (result.kind !== 'smaller') throw new Error(`nothing smaller was found: ${result.kind}`);
  return result.smallest;
}

interface Failed {
  readonly lab: Lab;
  readonly scenario: Scenario;
  readonly submission: CompiledSubmission;
  readonly seed: number;
  readonly verdict: Verdict;
}

function scenarioOf(id: string, of = lab): Scenario {
  const scenario = of.scenarios.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  return scenario;
}

const CALIBRATIONS = { raft, kvraft, kvserver, shardkv } as const;

function compileMutant(name: string, style: string, of = lab): Promise<CompiledSubmission> {
  const { mutants } = CALIBRATIONS[of.id as keyof typeof CALIBRATIONS];
  const edits = mutants.find((each) => each.name === name)?.edits[style];
  if (edits === undefined) throw new Error(`there is no mutant ${name} of style ${style}`);
  return compileStyle(select(labs, of.id, undefined).lab, style, edits);
}

/** The first seed of the scenario in which the mutant breaks a promise, or throws. */
async function firstFailure(name: string, style: string, id: string, of = lab): Promise<Failed> {
  const scenario = scenarioOf(id, of);
  const submission = await compileMutant(name, style, of);
  for (let seed = 1; seed <= SEEDS_MAX; seed++) {
    const { verdict } = await runSeed(of, scenario, submission, seed);
    if (verdict.kind === 'violated' || verdict.kind === 'crashed') {
      return { lab: of, scenario, submission, seed, verdict };
    }
  }
  throw new Error(`${name} (${style}) breaks no promise in ${SEEDS_MAX} seeds of ${id}`);
}

test.each([
  ['figure-8', 'reference', 'figure-8-aimed'],
  ['counts-old-votes', 'reference', 'old-votes'],
  ['acts-on-old-replies', 'ticker', 'old-replies'],
  ['snapshot-drops-suffix', 'reference', 'snapshot-suffix'],
  ['vote-not-saved', 'reference', 'two-candidates'],
  ['restriction-by-length', 'reference', 'long-logs'],
  ['follower-does-not-save', 'reference', 'thin-quorum'],
  ['leads-on-in-new-term', 'reference', 'swarm-elections'],
  ['commits-with-half', 'reference', 'swarm-log'],
  ['term-not-saved', 'reference', 'swarm-crashes'],
  ['snapshot-drops-one-too-many', 'reference', 'swarm-snapshots'],
  ['no-prev-term-check', 'reference', 'backup'],
  ['log-not-saved', 'reference', 'persist-1'],
])('what came into a run of %s (%s) in %s repeats it byte for byte', async (name, style, id) => {
  const { scenario, submission, seed } = await firstFailure(name, style, id);
  let taken: string | null = null;
  const once = await runSeed(lab, scenario, submission, seed, {
    onRecording(recording) {
      taken = JSON.stringify(recording);
    },
  });
  const recording = JSON.parse(taken ?? 'null') as Recording;
  const again = await runSeed(lab, scenario, submission, seed, { recording });
  expect(again.verdict).toEqual(once.verdict);
  expect(again.traceHash).toBe(once.traceHash);
});

/** The most inputs that may be left: half as many again as there are when this was written. */
test.each([
  ['raft', 'figure-8', 'reference', 'figure-8-aimed', 25],
  ['raft', 'vote-not-saved', 'reference', 'two-candidates', 14],
  ['raft', 'snapshot-drops-suffix', 'reference', 'snapshot-suffix', 12],
  ['raft', 'no-prev-term-check', 'reference', 'backup', 10],
  ['raft', 'term-not-saved', 'reference', 'swarm-crashes', 15],
  ['kvserver', 'no-version-check', 'reference', 'swarm-clerks', 6],
  ['kvserver', 'looks-only-first', 'reference', 'lock-many-clients', 8],
  ['kvserver', 'one-name-for-all', 'reference', 'swarm-locks', 8],
  ['kvserver', 'watches-the-holder', 'reference', 'lease-handover', 6],
  ['kvserver', 'maybe-is-a-hold', 'reference', 'lease-in-doubt', 5],
  ['kvserver', 'overtaken-is-fenced', 'reference', 'lease-in-doubt', 9],
  ['kvserver', 'lease-release-is-lost', 'reference', 'lease-handover', 5],
  ['kvraft', 'index-alone', 'reference', 'rsm-leader-partition', 6],
  ['kvraft', 'every-server-reads-its-own-state', 'exactly-once', 'kv-swarm', 8],
  ['kvraft', 'duplicates-not-known', 'exactly-once', 'lost-reply', 8],
  ['shardkv', 'above-newest-from-memory', 'reference', 'controller-cut-off', 3],
  ['shardkv', 'changes-made-twice', 'push', 'controller-unreliable', 5],
  ['shardkv', 'sessions-do-not-move', 'push', 'put-across-move', 8],
])('%s: %s (%s) in %s fails with no more than %i inputs', async (of, name, style, id, most) => {
  const its = await firstFailure(name, style, id, select(labs, of, undefined).lab);
  const { scenario, submission, seed, verdict } = its;
  const failed = { seed, verdict };
  const smallest = await shrunk(its.lab, scenario, submission, failed);
  const { recording, result } = smallest;
  expect(recording.inputs.length).toBeLessThanOrEqual(most);
  expect(result.verdict).toMatchObject({
    kind: verdict.kind,
    ...(verdict.kind === 'violated' ? { promise: verdict.promise } : {}),
  });
  const again = await runSeed(its.lab, scenario, submission, seed, { recording });
  expect(again.traceHash).toBe(result.traceHash);
  const anew = await shrunk(its.lab, scenario, submission, failed);
  expect(anew.recording).toEqual(recording);
});

test('a stall in the heal phase shrinks to what leaves the cluster unable to recover', async () => {
  const scenario = scenarioOf('swarm-log');
  const submission = await compileMutant('match-from-next-index', 'reference');
  const whole = await runSeed(lab, scenario, submission, 3);
  expect(whole.verdict.kind).toBe('stalled');
  const failed = { seed: 3, verdict: whole.verdict };
  const smallest = await shrunk(lab, scenario, submission, failed);
  expect(smallest.recording.heals).toBe(true);
  expect(smallest.recording.inputs.length).toBeLessThanOrEqual(3);
  expect(smallest.result.verdict.kind).toBe('stalled');
});

test('a run that passes has no smaller schedule', async () => {
  const correct = await compileStyle(lab, 'reference');
  const passed = { seed: 1, verdict: { kind: 'passed' } } as const;
  expect(await shrinkFailure(lab, scenarioOf('swarm-log'), correct, passed)).toEqual(NONE);
});

test('a stall that the scenario may have caused itself has no smaller schedule', async () => {
  const submission = await compileMutant('followers-never-commit', 'reference');
  const scenario = scenarioOf('basic-agree');
  const { verdict } = await runSeed(lab, scenario, submission, 1);
  expect(verdict.kind).toBe('stalled');
  expect(await shrinkFailure(lab, scenario, submission, { seed: 1, verdict })).toEqual(NONE);
});

/** Runs to look for each: enough to leave out most of what can be left out, and so to make calls lose their sense. */
const SAMPLE_RUNS_MAX = 60;

/** Some mutants of each lab and many of its styles; `splitbrain calibrate --schedules` tries every one. */
const SAMPLE: Readonly<Record<string, [mutant: string, style: string, scenario: string][]>> = {
  mapreduce: [
    ['counts-reports', 'reference', 'late-report'],
    ['reads-unfinished-attempts', 'reference', 'crash-in-commit'],
    ['shared-temporary-name', 'long-poll', 'two-writers'],
  ],
  kvserver: [
    ['no-maybe', 'reference', 'swarm-clerks'],
    ['remembers-what-it-read', 'reference', 'unreliable-clients'],
    ['maybe-is-mine', 'reference', 'lock-in-doubt'],
    ['one-name-for-all', 'reference', 'swarm-locks'],
    ['maybe-is-a-hold', 'reference', 'lease-in-doubt'],
    ['late-release-frees-anothers', 'reference', 'paused-holder'],
  ],
  raft: [
    ['no-restriction', 'reference', 'long-logs'],
    ['match-from-next-index', 'heartbeat-only', 'late-acks'],
    ['counts-refusals', 'heartbeat-only', 'one-vote'],
    ['term-from-log', 'ticker', 'two-candidates'],
    ['saves-before-writing', 'prevote', 'thin-quorum'],
    ['snapshot-drops-suffix', 'core', 'snapshot-suffix'],
    ['accepts-stale-snapshot', 'pipelined', 'late-snapshot'],
  ],
  kvraft: [
    ['index-alone', 'reference', 'taken-index'],
    ['version-error-when-sent-again', 'polling', 'kv-swarm'],
    ['duplicates-not-known', 'exactly-once', 'lost-reply'],
    ['no-key-not-told', 'reference', 'kv-basic'],
  ],
  shardkv: [
    ['above-newest-from-memory', 'reference', 'controller-cut-off'],
    ['changes-made-twice', 'push', 'controller-unreliable'],
    ['progress-not-in-snapshot', 'push', 'swarm-shards'],
  ],
};

describe.each(Object.entries(SAMPLE))('%s', async (id, sample) => {
  const of = select(labs, id, undefined).lab;
  const calibration = await findCalibration(id);
  if (calibration === null) throw new Error(`the lab ${id} has no mutants`);
  const all = scheduleTrials(of, calibration);
  const trials = await ScheduleTrials.of(of, calibration, SAMPLE_RUNS_MAX);

  test.each(sample)(
    'the smallest schedule of %s (%s) in %s fails no correct style',
    async (name, style, scenario) => {
      const trial = all.find(
        (each) =>
          each.mutant.name === name && each.style === style && each.scenario.id === scenario,
      );
      if (trial === undefined) throw new Error('there is no such mutant, or it need not die there');
      const { shrunk: found, failures } = await trials.try(trial);
      expect(found.kind).toBe('smaller');
      expect(failures).toEqual([]);
    },
  );
});
