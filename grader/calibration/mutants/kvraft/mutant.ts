import type { Edit, Mutant as AnyMutant } from '../../run/mutant.ts';

/** The correct services that mutants are made of. */
export const STYLES = ['reference', 'polling', 'exactly-once', 'leased-reads'] as const;

export interface Mutant extends AnyMutant {
  readonly edits: Readonly<Partial<Record<(typeof STYLES)[number], readonly Edit[]>>>;
}

const editOf =
  (file: string) =>
  (find: string, replace: string): Edit => ({ file: `kvraft/${file}`, find, replace });

export const rsm = editOf('rsm.ts');
export const server = editOf('server.ts');
export const store = editOf('store.ts');
export const clerk = editOf('clerk.ts');
export const raft = (find: string, replace: string): Edit => ({
  file: 'raft/raft.ts',
  find,
  replace,
});
