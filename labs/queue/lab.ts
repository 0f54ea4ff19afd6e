import { nativeProcess } from '../../harness/native/native-process.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { walkBroker } from './adversaries/broker-walk.ts';
import { walkDeadLetter } from './adversaries/burial-walk.ts';
import { firstOrAgain } from './adversaries/both-crash.ts';
import { consumerRestarts } from './adversaries/late-words.ts';
import { describeQueue } from './describe.ts';
import { workOutside } from './outside/work-outside.ts';
import { acknowledgementScenarios } from './scenarios/acknowledgements.ts';
import { brokerScenarios } from './scenarios/broker.ts';
import { calmScenarios } from './scenarios/calm.ts';
import { confirmLost } from './scenarios/confirms.ts';
import { deathScenarios } from './scenarios/deaths.ts';
import { oneEffectScenarios } from './scenarios/one-effect.ts';
import { poisonScenarios } from './scenarios/poison.ts';
import { swarmQueue } from './scenarios/swarm.ts';

/** Parts one after the other. */
function inPartOrder(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.toSorted((a, b) => a.part.localeCompare(b.part, 'en'));
}

function places(name: string): string[] {
  return [`src/queue/${name}.ts`, `src/queue/${name}.js`];
}

function contract(...methods: string[]): Lab['programs'][string]['contract'] {
  return { methods, callbacks: [], probe: null, store: 'records' };
}

export const lab: Lab = {
  id: 'queue',
  number: 6,
  title: 'message queue',
  modules: {
    broker: places('broker'),
    publisher: places('publisher'),
    consumer: places('consumer'),
  },
  programs: {
    broker: { source: 'programs/broker.ts', contract: contract('deadLetters') },
    publisher: { source: 'programs/publisher.ts', contract: contract('publish') },
    consumer: { source: 'programs/consumer.ts', contract: contract() },
    outside: { native: nativeProcess(workOutside), contract: contract() },
  },
  parts: [
    { id: '6A', title: 'acknowledgements', points: 10, module: 'broker' },
    { id: '6B', title: 'confirms, broker crashes', points: 12, module: 'broker' },
    { id: '6C', title: 'redelivery, dead letters', points: 10, module: 'broker' },
    { id: '6D', title: 'one effect for each publish', points: 8, module: 'consumer' },
  ],
  scenarios: inPartOrder([
    ...calmScenarios,
    ...deathScenarios,
    consumerRestarts,
    ...brokerScenarios,
    walkBroker,
    confirmLost,
    ...acknowledgementScenarios,
    ...poisonScenarios,
    walkDeadLetter,
    firstOrAgain,
    ...oneEffectScenarios,
    swarmQueue,
  ]),
  describe: describeQueue,
};
