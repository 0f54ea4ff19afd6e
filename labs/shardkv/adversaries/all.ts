import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { controllerFaults } from './controller-faults.ts';
import { fencedController } from './fenced-controller.ts';
import { controllerCrashes, handOverCrashes } from './hand-over-crashes.ts';
import { lateMessagesScenario } from './late-messages.ts';
import { leftBehinds } from './left-behind.ts';
import { oldReaderScenario } from './old-reader.ts';
import { refusedPutScenario } from './refused-put.ts';
import { putAcrossMoveScenario, putAcrossRestartScenario } from './put-across-move.ts';
import { swarms } from './swarm-shards.ts';
import { switchedOffGroup } from './switched-off-group.ts';
import { targetDown } from './target-down.ts';

/** Faults aimed at one kind of bug each, and swarms of random ones. They wait for events, whatever the RPCs. */
export const adversaries: readonly Scenario[] = [
  ...controllerFaults,
  ...leftBehinds,
  oldReaderScenario,
  switchedOffGroup,
  putAcrossMoveScenario,
  putAcrossRestartScenario,
  refusedPutScenario,
  handOverCrashes,
  lateMessagesScenario,
  targetDown,
  controllerCrashes,
  fencedController,
  ...swarms,
];
