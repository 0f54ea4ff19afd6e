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
  traceHashes: {
    'put-concurrent': ['9c89d053f5421d1f', 'b73ffeaf08f347c9'],
    'lock-many-clients': ['016af8a32d1ae910', '5f586115d1302454'],
    'unreliable-clients': ['c58ae9dd90997fd9', 'd49df7f0590e0a3b'],
    'swarm-clerks': ['8b2de73600c09bce', 'edef1bf39d81164e'],
    'paused-holder': ['c9597686647042df', '4d4a0be7e4500827'],
    'swarm-leases': ['6fdaee5a02f9145c', '73ee35d26c81a51f'],
    'late-release': ['8fb3547aad543e91', '3f40df6dac0a1941'],
  },
};
