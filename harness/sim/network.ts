import { NETWORKS, type NetworkPreset } from '../vocabulary/network-preset.ts';
import type { Random } from '../vocabulary/random.ts';

/** What becomes of one message: lost, or how long each of its copies travels, in microseconds. */
export interface Fate {
  readonly lost: boolean;
  readonly delayUs: number;
  readonly duplicateDelayUs: number | null;
}

/** A call to a server that is down or cut off gives up within this time (6.5840's LONGDELAY). */
const GIVE_UP_MS = 7_000;

export interface NetworkOptions {
  /** How many there are. */
  readonly processes: number;
  /** Processes whose links no fault touches. */
  readonly devices?: readonly number[];
  readonly preset: NetworkPreset;
  readonly random: Random;
  readonly giveUpMs?: number;
}

type Half = 0 | 1;
export const REQUEST: Half = 0;
export const REPLY: Half = 1;

/** The links between processes: which are open, and what becomes of each message on them. */
export class Network {
  preset: NetworkPreset;
  private readonly connected: boolean[];
  /** By process. Invariant: all are 0 exactly when there is no partition, or one that has everybody on one side. */
  private readonly group: number[];
  /** By link, at `from * processes + to`, as is `extraUs`. */
  private readonly blocked: boolean[];
  private readonly extraUs: number[];
  /** Messages so far, by link and half, at `(from * processes + to) * 2 + half`. */
  private readonly sent: number[];
  private readonly processes: number;
  private readonly devices: ReadonlySet<number>;
  private readonly random: Random;
  private readonly giveUpMs: number;

  constructor({ processes, devices = [], preset, random, giveUpMs = GIVE_UP_MS }: NetworkOptions) {
    this.processes = processes;
    this.devices = new Set(devices);
    this.preset = preset;
    this.random = random;
    this.giveUpMs = giveUpMs;
    this.connected = Array.from({ length: processes }, () => true);
    this.group = Array.from({ length: processes }, () => 0);
    this.blocked = Array.from({ length: processes * processes }, () => false);
    this.extraUs = Array.from({ length: processes * processes }, () => 0);
    this.sent = Array.from({ length: processes * processes * 2 }, () => 0);
  }

  /** Whether a message can travel from `from` to `to` now. A link may be open one way only. */
  isOpen(from: number, to: number): boolean {
    if (this.isWired(from, to)) return true;
    return (
      this.connected[from] === true &&
      this.connected[to] === true &&
      this.group[from] === this.group[to] &&
      this.blocked[from * this.processes + to] !== true
    );
  }

  /** Whether the link leads to a device, and so is beyond the network's faults. */
  private isWired(from: number, to: number): boolean {
    return this.devices.size > 0 && (this.devices.has(from) || this.devices.has(to));
  }

  isConnected(process: number): boolean {
    return this.connected[process] === true;
  }

  setConnected(process: number, connected: boolean): void {
    this.connected[process] = connected;
  }

  /** Cuts the processes into groups; those that are in none of them are each alone. */
  partition(groups: readonly (readonly number[])[]): void {
    for (let process = 0; process < this.processes; process++) {
      const index = groups.findIndex((group) => group.includes(process));
      this.group[process] = index < 0 ? -1 - process : index;
    }
  }

  setBlocked(from: number, to: number, blocked: boolean): void {
    this.blocked[from * this.processes + to] = blocked;
  }

  setExtraDelay(from: number, to: number, extraUs: number): void {
    this.extraUs[from * this.processes + to] = extraUs;
  }

  /** Ends whatever partition there is. */
  unite(): void {
    this.group.fill(0);
  }

  /** Removes every cut and every slow link. */
  healAll(): void {
    this.connected.fill(true);
    this.unite();
    this.blocked.fill(false);
    this.extraUs.fill(0);
  }

  /** Draws the fate of the next message of this half on this link. */
  fate(from: number, to: number, half: Half): Fate {
    const { random } = this;
    const preset = this.isWired(from, to) ? NETWORKS.reliable : this.preset;
    const link = (from * this.processes + to) * 2 + half;
    const number = this.sent[link] ?? 0;
    this.sent[link] = number + 1;
    const [low, high] = preset.delayUs;
    const extra = this.extraUs[from * this.processes + to] ?? 0;
    const delayUs =
      extra + random.between(low, high, link, number, 0) + this.reorder(preset, link, number);
    const lost = random.chance(preset.lossPerMillion, link, number, 1);
    const twice =
      half === REQUEST && !lost && random.chance(preset.duplicationPerMillion, link, number, 2);
    const duplicateDelayUs = twice ? extra + random.between(low, high, link, number, 3) : null;
    return { lost, delayUs, duplicateDelayUs };
  }

  private reorder(preset: NetworkPreset, link: number, number: number): number {
    const isReply = link % 2 === REPLY;
    if (!preset.longReordering || !isReply) return 0;
    if (!this.random.chance(666_667, link, number, 4)) return 0;
    // 6.5840 draws the bound first, so that most replies are only a little late.
    const boundMs = this.random.between(1, 2_000, link, number, 5);
    return 1_000 * (200 + this.random.between(0, boundMs - 1, link, number, 6));
  }

  /** How long a caller waits before it learns that a server is out of reach, in microseconds. */
  giveUpUs(caller: number, callNumber: number): number {
    return this.random.between(0, this.giveUpMs * 1_000 - 1, caller, callNumber, 7);
  }
}
