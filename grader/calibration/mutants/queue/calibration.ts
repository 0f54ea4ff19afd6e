import type { LabCalibration } from '../../run/mutant.ts';
import { BENIGN } from './benign.ts';
import { DEATHS } from './deaths.ts';
import { MEMORY } from './memory.ts';
import { STYLES } from './mutant.ts';
import { PUBLISHES } from './publishes.ts';
import { REDELIVERY } from './redelivery.ts';
import { TURNS } from './turns.ts';

export const calibration: LabCalibration = {
  styles: STYLES,
  mutants: [...TURNS, ...DEATHS, ...MEMORY, ...PUBLISHES, ...REDELIVERY, ...BENIGN],
};
