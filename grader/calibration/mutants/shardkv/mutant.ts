import type { Edit, Mutant as AnyMutant } from '../../run/mutant.ts';

/** The correct stores that mutants are made of: groups that pull shards, controllers that push them. */
export const STYLES = ['reference', 'push'] as const;

export interface Mutant extends AnyMutant {
  readonly edits: Readonly<Partial<Record<(typeof STYLES)[number], readonly Edit[]>>>;
}

const edit =
  (file: string) =>
  (find: string, replace: string): Edit => ({ file: `shardkv/${file}`, find, replace });

export const balance = edit('balance.ts');
export const configurations = edit('configurations.ts');
export const controller = edit('controller.ts');
export const clerk = edit('clerk.ts');
export const cluster = edit('cluster.ts');
export const leader = edit('leader.ts');
export const server = edit('server.ts');

/** Of groups that pull. */
export const store = edit('shard-store.ts');
export const migration = edit('migration.ts');

/** Of controllers that push. */
export const agenda = edit('agenda.ts');
export const evenOut = edit('even-out.ts');
export const mover = edit('mover.ts');
export const table = edit('shard-table.ts');
