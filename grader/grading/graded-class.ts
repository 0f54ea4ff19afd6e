import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { Layer } from '../realm/child/layers.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import type { ToldSchedule } from '../run/told-schedule.ts';
import type { Course } from './course.ts';
import type { Lateness } from './lateness.ts';

/** Raised whenever an older file could no longer be read as it was. */
export const CLASS_FORMAT = 2;

/**
 * A graded class as plain data: what any report is a pure function of, and what it takes to check a grade
 * again. It holds no time of day, no duration and no path of a machine, so the same inputs give the same text.
 */
export interface GradedClass {
  readonly format: typeof CLASS_FORMAT;
  readonly made: Made;
  readonly course: Course;
  readonly seeds: SeedSource;
  readonly labs: readonly LabPlan[];
  readonly submissions: readonly GradedSubmission[];
  /** Submissions that were not finished when the grader was interrupted; the same command goes on with them. */
  readonly unfinished: readonly string[];
  /** Submissions whose code is alike, the most alike first; missing when nobody asked for them. */
  readonly similar?: readonly SimilarPair[];
}

/** What made the grades. */
export interface Made {
  /** Version of this program. */
  readonly version: string;
  /** SHA-256 of all of its code that a verdict depends on. */
  readonly grader: string;
  readonly node: string;
  /** What confined submissions, in processes apart from the one that judges; null when they ran in that one. */
  readonly sandbox: Sandbox | null;
  /** Where the system does not tell processor time, limits were of real time, and a busy machine may have counted. */
  readonly realTime?: true;
}

/** Where the seeds come from: 1 to n, or a secret whose seeds have this digest. */
export type SeedSource =
  { readonly kind: 'first' } | { readonly kind: 'hidden'; readonly commitment: string };

/** A lab as far as it is graded. */
export interface LabPlan {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly parts: readonly PartPlan[];
  readonly scenarios: readonly ScenarioPlan[];
}

interface PartPlan {
  readonly id: string;
  readonly title: string;
  /** Where a submission may have the file that the part is most about; the first is the template's. */
  readonly places: readonly string[];
}

export interface ScenarioPlan {
  readonly id: string;
  readonly title: string;
  readonly part: string;
  readonly points: number;
  readonly holdsTo: string;
  readonly seeds: readonly number[];
}

export interface GradedSubmission {
  /** Unlike that of any other submission of the class. */
  readonly name: string;
  /** Where it came from, as it was typed or as the roster says. */
  readonly from: string;
  /** ISO 8601; null when nobody said. */
  readonly submittedAt: string | null;
  readonly lateness: Lateness;
  readonly labs: readonly GradedLab[];
  /** Runs that were made again with a process for each server, as drawn; null when nobody asked for an audit. */
  readonly audit: readonly AuditedRun[] | null;
  /** After lateness. */
  readonly points: number;
  readonly maxPoints: number;
  /** Whether it passed every lab, late or not. */
  readonly passed: boolean;
}

/** A run that was made a second time, each server in a process of its own. */
export interface AuditedRun {
  readonly lab: string;
  readonly scenario: string;
  readonly seed: number;
  /**
   * A different trace means that servers shared something, or are not deterministic. One that did not end in its time
   * shows neither.
   */
  readonly outcome: 'same' | 'different' | 'unfinished';
}

export interface GradedLab {
  readonly lab: string;
  readonly outcome: LabOutcome;
  /** SHA-256 of the submission's own files that were compiled; empty when nothing was. */
  readonly digest: string;
  /** The names of these files. */
  readonly files: readonly string[];
  /** Parts in which a promise of safety was broken, so that their points are multiplied by the course's `unsafeShare`. */
  readonly unsafe: readonly string[];
  /** What confined its runs, each once, where workers had more confinement than the class demands. */
  readonly confinements?: readonly (readonly Layer[])[] | undefined;
  /** In the plan's order; empty when nothing was run. */
  readonly scenarios: readonly GradedScenario[];
  readonly points: number;
  /** Without scenarios in which the harness failed. */
  readonly maxPoints: number;
  /** Whether all of it was run, and nothing of its points is missing. */
  readonly passed: boolean;
}

/** How far a lab came. Only where the grader failed is there no grade. */
export type LabOutcome =
  | { readonly kind: 'run' }
  /** What was finished within the limit of processor time, or of real time, counts. */
  | { readonly kind: 'cut-off'; readonly limitMs: number; readonly realTime?: true }
  | { readonly kind: 'not-runnable'; readonly reason: string }
  | { readonly kind: 'no-grade'; readonly reason: string };

export interface GradedScenario {
  readonly id: string;
  /** In the order of the seeds; those after a run without end, and those after the limit, are missing. */
  readonly runs: readonly GradedRun[];
  readonly points: number;
  /** 0 where the harness failed so often that nothing can be said. */
  readonly maxPoints: number;
}

export interface GradedRun {
  readonly seed: number;
  readonly verdict: Verdict;
  readonly traceHash: string;
  /** Of the first failure of its kind in a lab, where one was looked for and found. */
  readonly smallest?: ToldSchedule;
}

/** Two submissions with code in common that the template does not have. */
export interface SimilarPair {
  readonly names: readonly [string, string];
  /** The share of both that they have in common, from 0 to 1. */
  readonly similarity: number;
  /** Length of the longest piece in common, in fingerprints of Dolos. */
  readonly longest: number;
}
