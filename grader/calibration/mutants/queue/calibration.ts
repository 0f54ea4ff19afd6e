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
    traffic: ['b06062f2a007a30d', 'fdaf5222e1659c23'],
    'consumer-sleeps': ['090e59671d65c5cc', '087236aca94b0270'],
    'walk-broker': ['4ec6c62598e2224e', '6c754ba2273d7958'],
    'late-ack': ['39be9e9fb89e9f37', '6b5466dce16e8ca9'],
    'poison-and-crashes': ['06f6c7176662493a', 'f4d289d83d8f91fc'],
    resent: ['bd7c9bb0dff028aa', 'f39e8fa55b1aad5e'],
    'swarm-queue': ['0a1497f9208ed219', '985a5cf16a9bde62'],
  },
};
