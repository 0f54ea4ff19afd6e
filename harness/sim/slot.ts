import type { Server } from '../vocabulary/server.ts';
import { Disk } from './disk.ts';
import type { Call, Due } from './due.ts';

/** What the simulation keeps of one process over all its incarnations. */
export interface Slot {
  /** What people call the process. */
  readonly name: string;
  /**
   * The incarnation that runs; null while the process is down. Invariant: while it is null, `paused` is
   * false, and `timers`, `inbound` and `backlog` are empty.
   */
  server: Server | null;
  /** How many incarnations have been started; the last one runs, or none. */
  incarnation: number;
  paused: boolean;
  /** The process's own clock: what it read when its drift last changed, and when that was. */
  clockBaseUs: number;
  clockSinceUs: number;
  driftPerMillion: number;
  /** How far the time of day that it reads is ahead of its clock. */
  dateAheadUs: number;
  /** How many times as long the timers take that it sets now. */
  slowness: number;
  readonly disk: Disk;
  /** The timers that this incarnation has set, and neither stopped nor heard of. */
  readonly timers: Set<number>;
  /** Requests that this incarnation's handlers have not answered yet. */
  readonly inbound: Map<number, Call>;
  /** What came while it was paused, in its order. Invariant: empty while it is not paused. */
  readonly backlog: Due[];
  /** Effects carried out over all incarnations: the key of the draws for crashes between them. */
  effects: number;
  /** Calls made over all incarnations. */
  calls: number;
  /** Timers that fired at `timersFiredUs`, the last instant at which one did. */
  timersFired: number;
  timersFiredUs: number;
}

export function newSlot(name: string): Slot {
  return {
    name,
    server: null,
    incarnation: 0,
    paused: false,
    clockBaseUs: 0,
    clockSinceUs: 0,
    driftPerMillion: 0,
    dateAheadUs: 0,
    slowness: 1,
    disk: new Disk(),
    timers: new Set(),
    inbound: new Map(),
    backlog: [],
    effects: 0,
    calls: 0,
    timersFired: 0,
    timersFiredUs: 0,
  };
}

/** The process's own clock in microseconds at virtual time `nowUs`. */
export function clockUs(slot: Slot, nowUs: number): number {
  const elapsedUs = nowUs - slot.clockSinceUs;
  return slot.clockBaseUs + elapsedUs + Math.floor((elapsedUs * slot.driftPerMillion) / 1_000_000);
}

/** From now on the process's clock runs this many millionths faster than the world's. */
export function setDrift(slot: Slot, nowUs: number, partsPerMillion: number): void {
  slot.clockBaseUs = clockUs(slot, nowUs);
  slot.clockSinceUs = nowUs;
  slot.driftPerMillion = partsPerMillion;
}
