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
};
