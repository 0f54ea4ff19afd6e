import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { groupSizes } from '../scenarios/group-sizes.ts';
import { controllerFaults } from './controller-faults.ts';
import { deletesAcrossRestarts } from './deletes-across-restarts.ts';
import { fencedController } from './fenced-controller.ts';
import { controllerCrashes, handOverCrashes } from './hand-over-crashes.ts';
import { idleGroup } from './idle-group.ts';
import { lateArrivalScenario } from './late-arrival.ts';
import { lateMessagesScenario } from './late-messages.ts';
import { leftBehinds } from './left-behind.ts';
import { oldReaderScenario } from './old-reader.ts';
import { refusedPutScenario } from './refused-put.ts';
import {
  putAcrossArrivalScenario,
  putAcrossMoveScenario,
  putAcrossRestartScenario,
} from './put-across-move.ts';
import { swarms } from './swarm-shards.ts';
import { switchedOffGroup } from './switched-off-group.ts';
import { targetDown } from './target-down.ts';
import { thinArrivalScenario } from './thin-arrival.ts';

/** Faults aimed at one kind of bug each, and swarms of random ones. They wait for events, whatever the RPCs. */
export const adversaries: readonly Scenario[] = [
  ...controllerFaults,
  ...leftBehinds,
  oldReaderScenario,
  switchedOffGroup,
  groupSizes,
  putAcrossMoveScenario,
  putAcrossArrivalScenario,
  putAcrossRestartScenario,
  refusedPutScenario,
  handOverCrashes,
  thinArrivalScenario,
  lateMessagesScenario,
  lateArrivalScenario,
  idleGroup,
  targetDown,
  controllerCrashes,
  fencedController,
  deletesAcrossRestarts,
  ...swarms,
];
