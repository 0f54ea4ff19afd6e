import type { LabCalibration } from '../../run/mutant.ts';
import { BENIGN } from './benign.ts';
import { CLERK } from './clerk.ts';
import { CONTROLLER } from './controller.ts';
import { STYLES } from './mutant.ts';
import { PULL } from './pull.ts';
import { PUSH } from './push.ts';
import { SIZES } from './sizes.ts';

export const calibration: LabCalibration = {
  styles: STYLES,
  mutants: [...CONTROLLER, ...PULL, ...PUSH, ...SIZES, ...CLERK, ...BENIGN],
};
