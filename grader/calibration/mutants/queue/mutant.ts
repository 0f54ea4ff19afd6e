import type { Edit, Mutant as AnyMutant } from '../../run/mutant.ts';

/** The correct solutions that mutants are made of. */
export const STYLES = ['reference', 'long-poll', 'lease'] as const;

export interface Mutant extends AnyMutant {
  readonly edits: Readonly<Partial<Record<(typeof STYLES)[number], readonly Edit[]>>>;
}

const editOf =
  (file: string) =>
  (find: string, replace: string): Edit => ({ file: `queue/${file}.ts`, find, replace });

export const broker = editOf('broker');
export const publisher = editOf('publisher');
export const consumer = editOf('consumer');
export const protocol = editOf('protocol');
/** An edit of the reference's messages on the disk. */
export const messages = editOf('message-store');
