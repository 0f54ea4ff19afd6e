import type { Lab } from '../../harness/scenario/scenario.ts';
import { firstSeeds } from '../run/select.ts';
import { labsOf, type Course } from './course.ts';
import type { LabPlan, SeedSource } from './graded-class.ts';
import { commitTo, revealSeeds, type HiddenSeeds } from './hidden-seeds.ts';

/** What is run for each submission of a class. */
export interface Plan {
  readonly course: Course;
  readonly seeds: SeedSource;
  readonly labs: readonly LabPlan[];
}

/** The labs, scenarios and seeds of a course; without a secret, the seeds are those of every student's tests. */
export function makePlan(course: Course, labs: readonly Lab[], hidden: HiddenSeeds | null): Plan {
  const plans = labsOf(course, labs).map(({ id, number, title, modules, parts, scenarios }) => ({
    id,
    number,
    title,
    parts: parts.map((part) => ({
      id: part.id,
      title: part.title,
      places: modules[part.module] ?? [],
    })),
    scenarios: scenarios.map((each) => {
      const count = course.seeds ?? each.seeds;
      return {
        id: each.id,
        title: each.title,
        part: each.part,
        points: each.points,
        holdsTo: each.holdsTo,
        seeds: hidden?.of(id, each.id, count) ?? firstSeeds(count),
      };
    }),
  }));
  return { course, seeds: sourceOf(course, plans, hidden), labs: plans };
}

function sourceOf(
  { assignment }: Course,
  labs: readonly LabPlan[],
  hidden: HiddenSeeds | null,
): SeedSource {
  if (hidden === null) return { kind: 'first' };
  return { kind: 'hidden', commitment: commitTo(revealSeeds(hidden, assignment, labs)) };
}
