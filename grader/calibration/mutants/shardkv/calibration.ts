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
  traceHashes: {
    'swarm-controller': ['958c0109433e10f4', '4b6c56b772ead456'],
    shutdown: ['07ac88f0b5f3d0ce', 'c9309cf5b3addb02'],
    'hand-over-crashes': ['7c603e5d6b67d8cf', '3fc8413e73be7db3'],
    'late-messages': ['96370fda5e5c39c7', '2beb4a2ac3c1af9b'],
    'swarm-shards': ['2f59a24bf35d7f67', '1b6ac52515bb118b'],
    'controller-crashes': ['afa96e73e8492331', 'ed1ea4b989cf4e56'],
    'challenge-delete': ['6a98d1ac17d6974f', '3e8ec0582ff2475d'],
  },
};
