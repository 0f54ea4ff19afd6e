import { expect, test } from 'vitest';
import { compareClasses } from '../grading/compare-classes.ts';
import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { CLASS } from './graded-class.fixture.ts';
import { comparisonJson, tellComparison } from './tell-comparison.ts';

const [ann, bob] = CLASS.submissions;
if (ann === undefined || bob === undefined) throw new Error('the class is empty');

const told = (before: GradedClass, after: GradedClass): string =>
  `\n${tellComparison(compareClasses(before, after), before.made, after.made).join('\n')}\n`;

/** A class whose submissions are only these. */
const classOf = (...submissions: GradedSubmission[]): GradedClass => ({ ...CLASS, submissions });

/** What somebody handed in under another name, as other files. */
function handedInAs(name: string, { labs, ...rest }: GradedSubmission): GradedSubmission {
  return { ...rest, name, labs: labs.map((lab) => ({ ...lab, digest: 'e2'.repeat(32) })) };
}

test('the same class has not moved', () => {
  expect(compareClasses(CLASS, CLASS)).toMatchObject({ isUnmoved: true, moved: [] });
  expect(told(CLASS, CLASS)).toBe('\n0 up, 0 down, 0 moved otherwise, 7 as before.\n');
});

test('a changed submission: whose points moved, in which scenarios, and what its seeds say now', () => {
  expect(told(classOf(ann, bob), classOf(handedInAs('bob', ann)))).toMatchInlineSnapshot(`
    "
    bob  4 -> 20 points (+16)  the submission changed; in one of the two, a promise of safety was broken in the part
      3A  A leader is elected: 2/4 -> 4/4
      3A  Votes of an old term count for nothing: 2/6 -> 6/6; 1 seed one-leader -> passed
      3B  Figure 8 & the "old" entries: 0/10 -> 10/10; 3 seeds crashed -> passed

    1 up, 0 down, 0 moved otherwise, 0 as before.
    Only in the old file: ann
    "
  `);
});

test('another grader, course or seeds are told as the cause', () => {
  const made = { ...CLASS.made, version: '0.2.0', grader: 'b1'.repeat(32) };
  const [raft] = CLASS.labs;
  if (raft === undefined) throw new Error('the class has no lab');
  const scenarios = raft.scenarios.map((each) => ({ ...each, points: 5, seeds: [7, 8, 9] }));
  const labs5 = ann.labs.map((lab) => ({
    ...lab,
    scenarios: lab.scenarios.map((each) => ({ ...each, points: 5, maxPoints: 5, runs: [] })),
  }));
  const after: GradedClass = {
    ...classOf({ ...ann, points: 15, maxPoints: 15, labs: labs5 }),
    made,
    labs: [{ ...raft, scenarios }],
  };
  expect(told(classOf(ann), after)).toMatchInlineSnapshot(`
    "
    Graded by splitbrain 0.1.0 (code a0a0a0a0a0a0), then by splitbrain 0.2.0 (code b1b1b1b1b1b1).

    ann  20 -> 15 points (-5, of 20 and 15)  the grader changed; other seeds were run; the course file changed
      3A  A leader is elected: 4/4 -> 5/5
      3A  Votes of an old term count for nothing: 6/6 -> 5/5
      3B  Figure 8 & the "old" entries: 10/10 -> 5/5

    0 up, 1 down, 0 moved otherwise, 0 as before.
    "
  `);
  const course = { ...CLASS.course, points: { kind: 'all-or-nothing' } as const };
  const { labs } = bob;
  const strict = {
    ...bob,
    points: 4,
    labs: labs.map((lab) => ({
      ...lab,
      points: 4,
      scenarios: lab.scenarios.map((each) => ({
        ...each,
        points: each.points === each.maxPoints ? each.points : 0,
      })),
    })),
  };
  expect(told(classOf(bob), { ...classOf(strict), course })).toMatchInlineSnapshot(`
    "
    bob  4 -> 4 points (+0)  the course file changed
      3A  A leader is elected: 2/4 -> 0/4
      3A  Votes of an old term count for nothing: 2/6 -> 0/6

    0 up, 0 down, 1 moved otherwise, 0 as before.
    "
  `);
});

test('the same files, grader and seeds with another verdict are an alarm', () => {
  const { labs } = bob;
  const [lab] = ann.labs;
  if (lab === undefined) throw new Error('ann has no lab');
  const lucky = { ...ann, name: 'bob', labs: [{ ...lab, digest: labs[0]?.digest ?? '' }] };
  expect(told(classOf(bob), classOf(lucky))).toMatchInlineSnapshot(`
    "
    bob  4 -> 20 points (+16)  in one of the two, a promise of safety was broken in the part; nothing that was recorded explains it
      3A  A leader is elected: 2/4 -> 4/4
      3A  Votes of an old term count for nothing: 2/6 -> 6/6; 1 seed one-leader -> passed
      3B  Figure 8 & the "old" entries: 0/10 -> 10/10; 3 seeds crashed -> passed

    1 up, 0 down, 0 moved otherwise, 0 as before.

    4 runs of the same files, grader and seed differ, which must not be:
      bob, old-votes, seed 102: one-leader (trace old-votes-1), then passed (trace old-votes-1)
      bob, figure-8, seed 101: crashed (trace figure-8-0), then passed (trace figure-8-0)
      bob, figure-8, seed 102: crashed (trace figure-8-1), then passed (trace figure-8-1)
      bob, figure-8, seed 103: crashed (trace figure-8-2), then passed (trace figure-8-2)
    If a run took too long, the machine was busy; otherwise please report it.
    "
  `);
});

test('lateness alone moves points, too', () => {
  const late = { ...ann, lateness: { days: 1, factor: 0.9 }, points: 18 };
  const { moved } = compareClasses(classOf(ann), classOf(late));
  expect(moved).toMatchObject([{ name: 'ann', causes: ['course'], scenarios: [] }]);
});

test('as JSON it says the same', () => {
  expect(comparisonJson(compareClasses(classOf(bob), classOf(bob)))).toEqual({
    version: 1,
    passed: true,
    isSameGrader: true,
    moved: [],
    same: ['bob'],
    gone: [],
    added: [],
    contradictions: [],
  });
  const json = comparisonJson(compareClasses(classOf(bob), classOf(handedInAs('bob', ann))));
  expect(json).toMatchObject({
    passed: false,
    moved: [
      {
        name: 'bob',
        before: { points: 4, maxPoints: 20 },
        after: { points: 20, maxPoints: 20 },
        causes: ['submission', 'safety'],
        scenarios: [
          { scenario: 'initial-election', before: { points: 2 }, after: { points: 4 } },
          {
            scenario: 'old-votes',
            before: { points: 2 },
            after: { points: 6 },
            seeds: [{ seed: 102, before: { kind: 'violated' }, after: { kind: 'passed' } }],
          },
          { scenario: 'figure-8', seeds: [{ seed: 101 }, { seed: 102 }, { seed: 103 }] },
        ],
      },
    ],
  });
});
