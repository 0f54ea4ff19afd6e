import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { NO_COURSE } from '../grading/course.ts';
import { gradeNothing, gradeRuns, totalOf } from '../grading/grade-lab.ts';
import {
  CLASS_FORMAT,
  type GradedClass,
  type GradedLab,
  type GradedSubmission,
  type LabPlan,
} from '../grading/graded-class.ts';
import { roundPoints } from '../grading/points.ts';
import type { Policy } from '../grading/policy.ts';

const POLICY: Policy = { kind: 'fraction' };

const scenario = (id: string, part: string, points: number, title: string) => ({
  id,
  title,
  part,
  points,
  holdsTo: `What ${id} holds the student to.`,
  seeds: [101, 102, 103],
});

const PLACES = ['src/raft/raft.ts', 'src/raft/raft.js'];

const RAFT: LabPlan = {
  id: 'raft',
  number: 3,
  title: 'Raft',
  parts: [
    { id: '3A', title: 'leader election', places: PLACES },
    { id: '3B', title: 'the log', places: PLACES },
  ],
  scenarios: [
    scenario('initial-election', '3A', 4, 'A leader is elected'),
    scenario('old-votes', '3A', 6, 'Votes of an old term count for nothing'),
    scenario('figure-8', '3B', 10, 'Figure 8 & the "old" entries'),
  ],
};

const VIOLATED: Verdict = {
  kind: 'violated',
  promise: 'one-leader',
  sentence: 'Two servers lead in term 3 <at once>.',
  evidence: ['1.203 s  server 0 leads in term 3', '1.250 s  server 2 leads in term 3'],
  atUs: 1_250_000,
};
const CRASHED: Verdict = {
  kind: 'crashed',
  server: 1,
  message: "Cannot read properties of undefined (reading 'term')",
  stack: 'src/raft/raft.ts:41:12 in Raft.onVote',
  atUs: 310_000,
};
const OVERRUN: Verdict = { kind: 'overrun', message: 'server 0 ran without end', atUs: 5_000 };
const BROKEN: Verdict = { kind: 'harness-error', message: 'the checker gave up' };
const PASSED: Verdict = { kind: 'passed' };

type Runs = Readonly<Record<string, readonly Verdict[]>>;

function ran(runs: Runs, outcome: GradedLab['outcome'] = { kind: 'run' }): GradedLab {
  const scenarios = RAFT.scenarios.map(({ id, seeds }) => ({
    id,
    runs: (runs[id] ?? [PASSED, PASSED, PASSED]).map((verdict, at) => ({
      seed: seeds[at] ?? 0,
      result: { verdict, traceHash: `${id}-${at}`, events: 0, virtualUs: 0, reached: {} },
    })),
  }));
  const digest = 'd1'.repeat(32);
  const files = ['src/raft/log.ts', 'src/raft/raft.ts'];
  return gradeRuns(
    RAFT,
    { points: POLICY, unsafeShare: 0.5 },
    { digest, files, outcome, scenarios },
  );
}

function submission(
  name: string,
  lab: GradedLab,
  more: Partial<GradedSubmission> = {},
): GradedSubmission {
  const { points, maxPoints } = totalOf([lab]);
  const lateness = more.lateness ?? { days: 0, factor: 1 };
  const { passed } = lab;
  const from = `handed-in/${name}`;
  const earned = roundPoints(points * lateness.factor);
  return {
    name,
    from,
    submittedAt: null,
    labs: [lab],
    audit: null,
    maxPoints,
    passed,
    points: earned,
    lateness,
    ...more,
  };
}

/** A class in which everything happens that a report has to tell. */
export const CLASS: GradedClass = {
  format: CLASS_FORMAT,
  made: { version: '0.1.0', grader: 'a0'.repeat(32), node: 'v20.20.0', sandbox: null },
  course: {
    ...NO_COURSE,
    name: 'Distributed Systems',
    assignment: 'lab3',
    parts: ['3A', '3B'],
    points: POLICY,
    seeds: 3,
  },
  seeds: { kind: 'hidden', commitment: 'c0'.repeat(32) },
  labs: [RAFT],
  submissions: [
    submission('ann', ran({})),
    submission(
      'bob',
      ran({ 'old-votes': [PASSED, VIOLATED, PASSED], 'figure-8': [CRASHED, CRASHED, CRASHED] }),
    ),
    submission(
      '=cmd|"x"',
      ran(
        { 'initial-election': [OVERRUN], 'old-votes': [PASSED], 'figure-8': [] },
        { kind: 'cut-off', limitMs: 90_000 },
      ),
    ),
    submission('Zoë O\u2019Neil', ran({}), {
      submittedAt: '2027-03-02T10:00:00Z',
      lateness: { days: 1, factor: 0.9 },
    }),
    submission(
      'dan',
      gradeNothing(RAFT, {
        kind: 'not-runnable',
        reason: 'src/raft/raft.ts:3:1: Unexpected "}"\n    }',
      }),
    ),
    submission('eve', gradeNothing(RAFT, { kind: 'no-grade', reason: 'no worker could start' })),
    submission('fay', ran({ 'figure-8': [BROKEN, BROKEN, BROKEN] })),
  ],
  unfinished: [],
};

/** One that was stopped by the limit while all was well. */
export const CUT_OFF: GradedSubmission = submission(
  'gus',
  ran({ 'old-votes': [PASSED, PASSED], 'figure-8': [] }, { kind: 'cut-off', limitMs: 90_000 }),
);
