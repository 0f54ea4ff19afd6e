import type { Scenario } from '../../../harness/scenario/scenario.ts';
export const commitScenarios: readonly Scenario[] = [];
