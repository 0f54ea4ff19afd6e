import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { skippedIndexScenario } from './skipped-index.ts';
import { takenIndexScenario } from './taken-index.ts';

/** Faults aimed at one bug each. They wait for events, so that they bite any style. */
export const adversaries: readonly Scenario[] = [takenIndexScenario, skippedIndexScenario];
