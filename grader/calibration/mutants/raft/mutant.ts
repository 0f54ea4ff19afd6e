import type { Edit, Mutant as AnyMutant } from '../../run/mutant.ts';

/** The correct Rafts that mutants are made of. */
export const STYLES = [
  'reference',
  'heartbeat-only',
  'ticker',
  'pipelined',
  'prevote',
  'core',
  'inbox',
  'one-way',
] as const;

export interface Mutant extends AnyMutant {
  readonly edits: Readonly<Partial<Record<(typeof STYLES)[number], readonly Edit[]>>>;
}

export const edit = (file: string, find: string, replace: string): Edit => ({
  file: `raft/${file}`,
  find,
  replace,
});

/** An edit of raft.ts, where most of them are. */
export const raft = (find: string, replace: string): Edit => edit('raft.ts', find, replace);

export const log = (find: string, replace: string): Edit => edit('log.ts', find, replace);
