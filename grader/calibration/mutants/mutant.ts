/** Bugs to be found: small edits of the Rafts in this folder, each known to be wrong, or harmless. */
export type Style = 'reference' | 'heartbeat-only' | 'ticker' | 'pipelined' | 'prevote' | 'core';

/** Puts `replace` for `find`, which must occur exactly once in src/raft/`file`. */
export interface Edit {
  file: string;
  find: string;
  replace: string;
}

export interface Mutant {
  name: string;
  /** Whether a grader has to fail it; it must not fail the others. */
  wrong: boolean;
  /** What is wrong with it, or why it is not wrong. */
  sentence: string;
  /** The scenarios that must find it, by id. */
  killedBy: readonly string[];
  /** The styles that it fits. */
  edits: Partial<Record<Style, readonly Edit[]>>;
}

export const edit = (file: string, find: string, replace: string): Edit => ({
  file,
  find,
  replace,
});

/** An edit of raft.ts, where most of them are. */
export const raft = (find: string, replace: string): Edit => edit('raft.ts', find, replace);

export const log = (find: string, replace: string): Edit => edit('log.ts', find, replace);
