import { BENIGN } from './benign.ts';
import { CANDIDATES } from './candidates.ts';
import { COMMITMENT } from './commitment.ts';
import { COMPACTION } from './compaction.ts';
import { ELECTION } from './election.ts';
import { LOG } from './log.ts';
import type { Mutant } from './mutant.ts';
import { PERSISTENCE } from './persistence.ts';
import { SNAPSHOT } from './snapshot.ts';

export const MUTANTS: readonly Mutant[] = [
  ...ELECTION,
  ...CANDIDATES,
  ...LOG,
  ...COMMITMENT,
  ...PERSISTENCE,
  ...SNAPSHOT,
  ...COMPACTION,
  ...BENIGN,
];
