import type { RaftService } from '../api.ts';

/** Throws, in words for the student, when a class hides the Raft that the tests ask who leads. */
export function mustHaveRaft(file: string, field: string, raft: RaftService | undefined): void {
  if (typeof raft?.getState === 'function') return;
  throw new Error(
    `the class in src/${file} must have a public field '${field}' with its Raft server`,
  );
}
