import type { Edit, Mutant as AnyMutant } from '../../run/mutant.ts';

/** The correct Rafts that mutants are made of. */
export const STYLES = ['reference', 'heartbeat-only', 'ticker', 'pipelined', 'prevote'] as const;

export interface Mutant extends AnyMutant {
  readonly edits: Readonly<Partial<Record<(typeof STYLES)[number], readonly Edit[]>>>;
}

/** An edit of raft.ts, where most of them are. */
export const raft = (find: string, replace: string): Edit => ({
  file: 'raft/raft.ts',
  find,
  replace,
});

export const log = (find: string, replace: string): Edit => ({
  file: 'raft/log.ts',
  find,
  replace,
});
