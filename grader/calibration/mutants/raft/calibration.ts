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
  traceHashes: {
    're-election': ['a57a32a41d8f09ca', '4c8b29b1882054f7'],
    backup: ['e98ec8dc2cfb83e5', '452026f714fa5fa6'],
    count: ['21b1db793ff52293', '06aa09fb45ec4d32'],
    'swarm-log': ['339c8d9d3fcdb272', '708b5494ec448b05'],
    'swarm-crashes': ['f6fbdfb617b27739', '28920ef7f71d8fd3'],
    'figure-8-aimed': ['5e6c759930bc5814', '5f1d2f7bd6bb89fa'],
    'term-before-vote': ['863e2684dc9886a9', '5b6a763dfac58b0a'],
    'torn-vote': ['2312994fa6f46fe9', '8c7fecaff43d1101'],
    'swarm-snapshots': ['b475abb59abc88f4', '569d7b68d58e1c4f'],
    'late-snapshot': ['d88c54d5eae92d22', '41e77929a9b09e40'],
  },
};
