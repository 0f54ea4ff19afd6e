import type { LabCalibration } from '../../run/mutant.ts';
import { BENIGN } from './benign.ts';
import { CLERK } from './clerk.ts';
import { STYLES } from './mutant.ts';
import { CORRECT_READS, READS } from './reads.ts';
import { RSM } from './rsm.ts';
import { SERVICE } from './service.ts';
import { SNAPSHOT } from './snapshot.ts';

export const calibration: LabCalibration = {
  styles: STYLES,
  mutants: [...RSM, ...SERVICE, ...CLERK, ...SNAPSHOT, ...READS, ...BENIGN, ...CORRECT_READS],
  traceHashes: {
    'rsm-swarm': ['805f1f6bc08b2fd0', '55346802cccb84d2'],
    'one-link': ['f51fda6b2de1e57f', '67a40b41f75ff23b'],
    'fast-clocks': ['d68afdf6ccd0ce0f', '1033f5873de99e74'],
    'kv-persist-partition-unreliable': ['76a813630f986f12', 'a3beffce02beb6ea'],
    'kv-swarm': ['f0125af78c8b234f', '3e9e844e86dfbb80'],
    'kv-swarm-snapshots': ['81dbf4ddf62c8ec8', '50c3b86543fdf7d1'],
  },
};
