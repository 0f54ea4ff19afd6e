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
  traceHashes: {
    'word-count': ['de7bb8a8274370fd', '9fbfa97558044747'],
    crashes: ['8a1330d5c8c2accf', 'f0cd1648eca72a0c'],
    'crash-in-commit': ['df6fb0635d65fab0', '42a54dd903a01669'],
    'late-writer': ['a94a9a077ad8ce50', '3b801ef5171ef515'],
    'coordinator-restarts': ['9fd353a3d5f59c3e', 'e5460191244330e4'],
    'swarm-job': ['6f2b04070832e305', 'f440ba378e937990'],
  },
};
