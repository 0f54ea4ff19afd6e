import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { cutOff } from './adversaries/cut-off.ts';
import { lateRelease } from './adversaries/late-release.ts';
import { lateWrite } from './adversaries/late-write.ts';
import { leaseInDoubt } from './adversaries/lease-in-doubt.ts';
import { lockInDoubt } from './adversaries/lock-in-doubt.ts';
import { lostMessages } from './adversaries/lost-messages.ts';
import { describeKvServer } from './describe.ts';
import { leases } from './scenarios/leases.ts';
import { memory } from './scenarios/memory.ts';
import { parity2A } from './scenarios/parity-2a.ts';
import { parity2B } from './scenarios/parity-2b.ts';
import { parity2C } from './scenarios/parity-2c.ts';
import { parity2D } from './scenarios/parity-2d.ts';
import { swarms } from './scenarios/swarm.ts';

/** Parts one after the other; within a part, parity scenarios first. */
function inPartOrder(scenarios: readonly Scenario[]): Scenario[] {
  return scenarios.toSorted((a, b) => a.part.localeCompare(b.part, 'en'));
}

/** Where a student's file may be: in the template's place, or in a folder that has nothing else. */
function places(name: string): string[] {
  return [`src/kvserver/${name}.ts`, `src/kvserver/${name}.js`, `${name}.ts`, `${name}.js`];
}

function program(source: string, ...methods: string[]): Lab['programs'][string] {
  return { source, contract: { methods, callbacks: [], probe: null } };
}

export const lab: Lab = {
  id: 'kvserver',
  number: 2,
  title: 'key/value server and lock',
  modules: {
    server: places('server'),
    clerk: places('clerk'),
    lock: places('lock'),
    'lease-lock': places('lease-lock'),
  },
  programs: {
    server: program('submission:server'),
    clerk: program('programs/clerk.ts', 'get', 'put'),
    lock: program('programs/lock.ts', 'acquire', 'release'),
    'lease-lock': program('programs/lease-lock.ts', 'acquire', 'release', 'write', 'read'),
    'many-clerks': program('programs/many-clerks.ts', 'makeClerks', 'putInTurn', 'getInTurn'),
  },
  parts: [
    { id: '2A', title: 'key/value server', points: 8, module: 'server' },
    { id: '2B', title: 'lock', points: 4, module: 'lock' },
    { id: '2C', title: 'lossy network', points: 8, module: 'clerk' },
    { id: '2D', title: 'locks on a lossy network, leases', points: 10, module: 'lock' },
  ],
  scenarios: inPartOrder([
    ...parity2A,
    ...memory,
    ...parity2B,
    ...parity2C,
    ...parity2D,
    ...leases,
    ...swarms,
    lostMessages,
    cutOff,
    lockInDoubt,
    lateWrite,
    leaseInDoubt,
    lateRelease,
  ]),
  describe: describeKvServer,
};
