import type { NetworkPreset } from '../vocabulary/network-preset.ts';

/** What faults can be done to. Processes are known by their numbers, from 0 on. */
export interface Breakable {
  readonly processes: { readonly count: number };
  readonly network: BreakableNetwork;
  /** Starts a process, unless it runs or stays dead. */
  boot(process: number): void;
  /** Stops a process, if it runs. */
  crash(process: number): void;
  /** Erases the disk of a process, unless it runs. */
  loseDisk(process: number): void;
  /** Lets what comes to a process pile up, if it runs. */
  pause(process: number): void;
  /** Lets a process take what piled up, if it is paused. */
  resume(process: number): void;
  /** From now on the process's own clock runs this many millionths faster than the world's. */
  drift(process: number, partsPerMillion: number): void;
  /** From now on the timers that a process sets take so many times as long. */
  slowDown(process: number, factor: number): void;
  /** From now on the time of day that a process reads is so far ahead of its own clock. */
  setClock(process: number, aheadMs: number): void;
  /** From now on processes crash after this many of a million effects: those of `among`, or all that suffer crashes. */
  crashBetweenEffects(perMillion: number, among?: readonly number[]): void;
}

interface BreakableNetwork {
  /** How messages travel while nothing is cut. */
  preset: NetworkPreset;
  setConnected(process: number, connected: boolean): void;
  /** Cuts the processes into groups; those that are in none of them are each alone. */
  partition(groups: readonly (readonly number[])[]): void;
  /** Ends whatever partition there is. */
  unite(): void;
  setBlocked(from: number, to: number, blocked: boolean): void;
  setExtraDelay(from: number, to: number, extraUs: number): void;
}
