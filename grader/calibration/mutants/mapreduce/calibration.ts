import type { LabCalibration } from '../../run/mutant.ts';
import { BENIGN } from './benign.ts';
import { COMMIT } from './commit.ts';
import { LATENESS } from './lateness.ts';
import { MEMORY } from './memory.ts';
import { STYLES } from './mutant.ts';
import { OUTPUT } from './output.ts';
import { SCHEDULING } from './scheduling.ts';

export const calibration: LabCalibration = {
  styles: STYLES,
  mutants: [...OUTPUT, ...SCHEDULING, ...LATENESS, ...MEMORY, ...COMMIT, ...BENIGN],
};
