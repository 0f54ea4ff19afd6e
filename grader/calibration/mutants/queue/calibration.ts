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
  traceHashes: {
    traffic: ['4a6d0e088539f5bc', '8069e7ccfb679ab6'],
    'consumer-sleeps': ['090e59671d65c5cc', '087236aca94b0270'],
    'walk-broker': ['1384481a8a606767', '7884dca0057a88ed'],
    'late-ack': ['39be9e9fb89e9f37', '6b5466dce16e8ca9'],
    'poison-and-crashes': ['c7032f47c57233a9', 'be50f4eac9286a37'],
    resent: ['80708b7e4fd9c503', '4bf16781448b6a7d'],
    'swarm-queue': ['efbf3fedff3a8087', '06cc5893c93c6d69'],
  },
};
