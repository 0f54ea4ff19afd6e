import type { Edit, Mutant as AnyMutant } from '../../run/mutant.ts';

/** The correct solutions that mutants are made of. */
export const STYLES = ['reference', 'long-poll', 'push', 'sweeper'] as const;

export interface Mutant extends AnyMutant {
  readonly edits: Readonly<Partial<Record<(typeof STYLES)[number], readonly Edit[]>>>;
}

export const coordinator = (find: string, replace: string): Edit => ({
  file: 'mapreduce/coordinator.ts',
  find,
  replace,
});

export const worker = (find: string, replace: string): Edit => ({
  file: 'mapreduce/worker.ts',
  find,
  replace,
});

/** An edit of the reference's list of tasks. */
export const tasks = (find: string, replace: string): Edit => ({
  file: 'mapreduce/task-list.ts',
  find,
  replace,
});
