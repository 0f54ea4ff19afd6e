import type { Json } from '../check/history/operation.ts';
import type { Boot, Server, ServerContract } from '../vocabulary/server.ts';

/** One process of a run, as a scenario states it. A process is known by its number: its place in the list. */
export interface ProcessSpec {
  /** Which of the lab's programs it runs. */
  readonly program: string;
  /** How others reach it. */
  readonly name: string;
  /** Processes of one group are each other's peers; without a group it is its only peer. */
  readonly group?: string;
  /** What its program is started with. */
  readonly options?: Json;
  /** A device beside the servers, such as a file store: no fault of the network touches its links. */
  readonly isDevice?: boolean;
}

/** `count` servers of one group, as in a lab whose only program is its server. */
export function serverProcesses(count: number): ProcessSpec[] {
  return Array.from({ length: count }, (_, i) => ({
    program: 'server',
    name: `server-${i}`,
    group: 'servers',
  }));
}

/** The numbers of the processes that are `process`'s peers, itself included. */
function peersOf(specs: readonly ProcessSpec[], process: number): number[] {
  const group = specs[process]?.group;
  if (group === undefined) return [process];
  return specs.flatMap((each, number) => (each.group === group ? [number] : []));
}

/** What is on a process's disk, as JSON texts, and how large they are in UTF-8 bytes. */
export interface Disk {
  state: string | null;
  snapshot: string | null;
  stateBytes: number;
  snapshotBytes: number;
}

/** What the simulation keeps of one process over all its incarnations. */
export interface Slot<Waiting, Inbound> extends Disk {
  server: Server | null;
  incarnation: number;
  paused: boolean;
  /** The process's own clock: what it read when its drift last changed, and when that was. */
  clockBaseUs: number;
  clockSinceUs: number;
  driftPerMillion: number;
  readonly timers: Set<number>;
  /** Requests that its handlers have not answered yet. */
  readonly inbound: Map<number, Inbound>;
  /** What came while it was paused. */
  readonly backlog: Waiting[];
  /** Effects carried out over all incarnations: the key of the draws for crashes between them. */
  effects: number;
  /** Calls made over all incarnations. */
  calls: number;
  timerEventsAtNow: number;
  timerEventsTimeUs: number;
}

export function emptyDisk(): Disk {
  return { state: null, snapshot: null, stateBytes: 0, snapshotBytes: 0 };
}

export function newSlot<Waiting, Inbound>(): Slot<Waiting, Inbound> {
  return {
    server: null,
    incarnation: 0,
    paused: false,
    clockBaseUs: 0,
    clockSinceUs: 0,
    driftPerMillion: 0,
    ...emptyDisk(),
    timers: new Set(),
    inbound: new Map(),
    backlog: [],
    effects: 0,
    calls: 0,
    timerEventsAtNow: 0,
    timerEventsTimeUs: 0,
  };
}

/** What the next incarnation of a process knows when it starts. */
export function bootOf(
  specs: readonly ProcessSpec[],
  process: number,
  given: {
    readonly contract: ServerContract;
    readonly randomSeed: number;
    readonly disk: Readonly<Disk>;
  },
): Boot {
  const { program, name, options = null } = specs[process] as ProcessSpec;
  const { contract, randomSeed, disk } = given;
  const { state, snapshot } = disk;
  const peers = peersOf(specs, process);
  const me = peers.indexOf(process);
  const names = specs.map((each) => each.name);
  const text = JSON.stringify(options);
  return { program, name, me, peers, names, options: text, contract, randomSeed, state, snapshot };
}

/** The process's own clock in microseconds at virtual time `nowUs`. */
export function clockUs(slot: Slot<unknown, unknown>, nowUs: number): number {
  const elapsedUs = nowUs - slot.clockSinceUs;
  return slot.clockBaseUs + elapsedUs + Math.floor((elapsedUs * slot.driftPerMillion) / 1_000_000);
}

/** From now on the process's clock runs this many millionths faster than the world's. */
export function setDrift(
  slot: Slot<unknown, unknown>,
  nowUs: number,
  partsPerMillion: number,
): void {
  slot.clockBaseUs = clockUs(slot, nowUs);
  slot.clockSinceUs = nowUs;
  slot.driftPerMillion = partsPerMillion;
}
