import type { LabCalibration } from '../../run/mutant.ts';
import { AVAILABILITY } from './availability.ts';
import { AWAITS } from './awaits.ts';
import { BENIGN } from './benign.ts';
import { CANDIDATES } from './candidates.ts';
import { COMMITMENT } from './commitment.ts';
import { COMPACTION } from './compaction.ts';
import { ELECTION } from './election.ts';
import { FREEDOMS } from './freedoms.ts';
import { LOG } from './log.ts';
import { STYLES } from './mutant.ts';
import { PERSISTENCE } from './persistence.ts';
import { QUORUM } from './quorum.ts';
import { ROLES } from './roles.ts';
import { SENDING } from './sending.ts';
import { SNAPSHOT } from './snapshot.ts';
import { TRUST } from './trust.ts';

export const calibration: LabCalibration = {
  styles: STYLES,
  mutants: [
    ...ELECTION,
    ...CANDIDATES,
    ...LOG,
    ...COMMITMENT,
    ...PERSISTENCE,
    ...SNAPSHOT,
    ...COMPACTION,
    ...AWAITS,
    ...QUORUM,
    ...ROLES,
    ...TRUST,
    ...AVAILABILITY,
    ...SENDING,
    ...BENIGN,
    ...FREEDOMS,
  ],
};
