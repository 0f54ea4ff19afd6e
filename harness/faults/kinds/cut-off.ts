import { endsAfterForMs, type FaultKind, type Setting } from '../fault-kind.ts';
import { tellFor } from '../words.ts';

/** Nothing gets to the process, and nothing from it. */
export interface Disconnect {
  readonly kind: 'disconnect';
  readonly server: number;
  readonly forMs?: number;
}

export interface Connect {
  readonly kind: 'connect';
  readonly server: number;
}

export const disconnect: FaultKind<Disconnect, Connect> = {
  strike: ({ network }, { server }) => network.setConnected(server, false),
  ending: endsAfterForMs(({ server }) => ({ kind: 'connect', server })),
  heal: ({ network, processes }) => {
    for (let process = 0; process < processes.count; process++) network.setConnected(process, true);
  },
  sets: ({ server }) => connected(server, 'false'),
  inSchedule: ({ server, forMs }, { name }) => `${name(server)} is cut off${tellFor(forMs)}`,
  inStory: ({ server }) => ({ process: server, words: 'CUT OFF' }),
  beside: ({ server }, name) => `${name(server)} is cut off`,
};

export const connect: FaultKind<Connect> = {
  strike: ({ network }, { server }) => network.setConnected(server, true),
  sets: ({ server }) => connected(server, 'true'),
  inSchedule: ({ server }, { name }) => `${name(server)} is connected again`,
  inStory: ({ server }, { name, held }) => {
    const messages = held(server);
    if (messages === null) return { process: server, words: 'reconnected' };
    // Too much for a column.
    return { words: `${name(server)} reconnected, but ${messages} are held` };
  },
};

function connected(server: number, value: string): Setting {
  return { name: `connected ${server}`, value, usual: 'true' };
}
