import type { AppName } from './apps/apps.ts';

/** At least and at most, in milliseconds of virtual time; 0 and 0 for none at all. */
export type Span = readonly [leastMs: number, mostMs: number];

/** The application that a scenario's workers run, and how it behaves. */
export interface AppOptions {
  readonly name: AppName;
  readonly reduceTasks: number;
  /** How long a call of map takes. */
  readonly mapMs: Span;
  /** How long a call of reduce takes. */
  readonly reduceMs: Span;
  /** How much longer the first call of each reduce task takes: slow tasks without many events. */
  readonly reduceTaskMs: Span;
  /** One key that takes longer to reduce. */
  readonly slowKey: { readonly key: string; readonly ms: number } | null;
  /** Until then, calls crash the worker or stall. */
  readonly troubleUntilMs: number;
}

/** What a worker's program is started with. */
export interface WorkerOptions {
  /** Name of the coordinator's process. */
  readonly coordinator: string;
  readonly app: AppOptions;
}

/** What a worker's program tells the world, as it happens. */
export type WorkerNews =
  | { readonly kind: 'map-started'; readonly file: string }
  | { readonly kind: 'map-ended'; readonly file: string }
  | { readonly kind: 'reduce-started'; readonly task: number; readonly key: string }
  | { readonly kind: 'reduce-ended'; readonly task: number; readonly key: string }
  /** The application brings the whole process down. */
  | { readonly kind: 'crash' }
  /** `run` has ended. */
  | { readonly kind: 'exited' };

/** What the coordinator's program tells the world, as it happens. */
export type CoordinatorNews =
  /** `done()` returned true. */
  | { readonly kind: 'done' }
  /** The process ends. */
  | { readonly kind: 'exited' };

/** Channel on which both tell their news. */
export const NEWS_CHANNEL = 'news';
