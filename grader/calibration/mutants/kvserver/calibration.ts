import type { LabCalibration } from '../../run/mutant.ts';
import { BENIGN } from './benign.ts';
import { CLERK } from './clerk.ts';
import { CORRECT_LEASE_CLOCKS, LEASE_CLOCKS } from './lease-clocks.ts';
import { LEASE_LOCK } from './lease-lock.ts';
import { LOCK } from './lock.ts';
import { SERVER } from './server.ts';

export const calibration: LabCalibration = {
  styles: ['reference', 'impatient', 'read-back'],
  mutants: [
    ...SERVER,
    ...CLERK,
    ...LOCK,
    ...LEASE_LOCK,
    ...LEASE_CLOCKS,
    ...BENIGN,
    ...CORRECT_LEASE_CLOCKS,
  ],
};
