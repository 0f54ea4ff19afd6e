import { Stage } from '../../../harness/adversary/stage.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { RaftWorld } from '../raft-world.ts';
import { RaftSight, type RaftMessage } from './sight.ts';

export type { RaftMessage };

/** How long the chaos lasts, in virtual time. */
const CHAOS_MS = 8_000;
/** How long an adversary waits for any one event before it gives the round up. */
export const PATIENCE_MS = 2_500;
/** A Raft may save a moment after it is told something, and some of them wait for their next heartbeat. */
const SAVE_MS = 300;

/** A command that a leader took. */
export interface Started {
  readonly index: number;
  readonly term: number;
  readonly command: string;
}

/** What an adversary of a Raft sees and does: it knows its messages, its leaders, and its disks. */
export class RaftStage extends Stage<RaftMessage> {
  readonly world: RaftWorld;
  /** Servers whose service has handed over a snapshot since this was last emptied. */
  readonly handedOver = new Set<number>();
  private readonly raftSight: RaftSight;

  constructor(world: RaftWorld) {
    const sight = new RaftSight(world);
    super(world.sim, { all: world.all, sight, chaosMs: CHAOS_MS });
    this.world = world;
    this.raftSight = sight;
  }

  crashed(server: number): void {
    this.raftSight.crashed(server);
  }

  /** Whether this command is on the server's disk, in whatever form. */
  hasSaved(server: number, command: string): boolean {
    return carries(this.world.sim.disk(server).state ?? '', command);
  }

  /** Waits until this command is on the server's disk, which takes some Rafts a moment. */
  saves(server: number, command: string): Steps<boolean> {
    return until(() => this.hasSaved(server, command), SAVE_MS);
  }

  /** The last index in the snapshot on the server's disk; 0 without one. */
  snapshotOf(server: number): number {
    return this.world.snapshotIndex(server);
  }

  /** Waits until these servers have saved a snapshot of this index, or of a later one. */
  saveSnapshot(index: number, ...servers: number[]): Steps<boolean> {
    return until(() => servers.every((each) => this.snapshotOf(each) >= index), SAVE_MS);
  }

  returned(server: number, method: string): void {
    if (method === 'snapshot') this.handedOver.add(server);
  }

  /** Waits until all these servers have applied this index. */
  applies(servers: readonly number[], index: number, withinMs = PATIENCE_MS): Steps<boolean> {
    const { world } = this;
    return until(() => servers.every((each) => world.view(each).lastApplied >= index), withinMs);
  }

  /** Waits until that many servers have applied this index. */
  spreads(index: number, count: number, withinMs = PATIENCE_MS): Steps<boolean> {
    return until(() => this.world.appliedBy(index).length >= count, withinMs);
  }

  /** Gives the leader so many commands; returns the last one, or null if it did not take that. */
  give(leader: number, count: number): Started | null {
    let started = this.world.start(leader);
    for (let i = 1; i < count; i++) started = this.world.start(leader);
    return started;
  }

  /**
   * Gives the leader this many commands, and more until the index of the last one is a multiple of
   * `every`; returns that one, or null as soon as the leader takes none.
   */
  giveUpTo(leader: number, least: number, every: number): Started | null {
    for (let given = 1; ; given++) {
      const started = this.world.start(leader);
      if (started === null || (given >= least && started.index % every === 0)) return started;
    }
  }

  /** Hurries a follower on, and waits until its leader's next call has set its timer anew. */
  *makeNext(server: number): Steps<boolean> {
    this.hurry(server);
    return (yield* this.arrival({ to: server, half: 'request' }, { withinMs: 500 })) !== null;
  }

  /** Waits until `server` leads in a term after `term`. */
  leads(server: number, term: number): Steps<boolean> {
    const { world } = this;
    return until(() => {
      const view = world.view(server);
      return view.isLeader && view.term > term;
    }, PATIENCE_MS);
  }

  /** Waits until some server that is there leads in a term after `term`; null if none does. */
  *someLeader(term = -1): Steps<number | null> {
    const { world } = this;
    const found = (): number | null => {
      const leader = world.leader();
      return leader !== null && world.view(leader).term > term ? leader : null;
    };
    yield* until(() => found() !== null, PATIENCE_MS);
    return found();
  }

  /** The newest term that any server has shown. */
  get term(): number {
    return Math.max(...this.world.all.map((server) => this.world.view(server).term));
  }

  /** Undoes all faults; a command is applied everywhere; returns who leads then, or null. */
  *settle(): Steps<number | null> {
    const { world } = this;
    this.reset();
    for (let tries = 0; tries < 6; tries++) {
      if ((yield* this.someLeader()) === null) continue;
      const started = world.startAnywhere();
      if (started === null) continue;
      const { index } = started;
      const all = (): boolean => world.appliedBy(index).length === world.all.length;
      if (yield* until(all, 1_000)) return world.leader();
    }
    return null;
  }

  /** Undoes all faults; returns the one server that leads then, in whose term all are, or null. */
  *settleOnLeader(): Steps<number | null> {
    const { world } = this;
    this.reset();
    const isOne = (): boolean => {
      const leader = world.leader();
      if (leader === null) return false;
      const { term } = world.view(leader);
      return world.all.every((each) => each === leader || isFollowing(world.view(each), term));
    };
    return (yield* until(isOne, PATIENCE_MS)) ? world.leader() : null;
  }
}

/** Whether the arguments hold this command, in whatever form; they do not where there is none. */
export function carries(args: string, command: string | null | undefined): boolean {
  if (command === null || command === undefined) return false;
  const word = command.replaceAll('"', '');
  for (let at = args.indexOf(word); at >= 0; at = args.indexOf(word, at + 1)) {
    if (!/[0-9]/.test(args.charAt(at + word.length))) return true;
  }
  return false;
}

/** A test of arguments: whether they hold this command. */
export function carrying(command: string | null | undefined): (args: string) => boolean {
  return (args) => carries(args, command);
}

/** Whether this is an answer to a request with these arguments, among others perhaps. */
export function answersTo({ half, args }: RaftMessage, request: string | undefined): boolean {
  return half === 'reply' && request !== undefined && args.split('\n').includes(request);
}

/** Whether the arguments hold `command` or one that was given out later. */
export function carriesSince(args: string, command: string): boolean {
  const first = Number(command.replaceAll(/\D/g, ''));
  for (const [, number] of args.matchAll(/x(\d+)/g)) if (Number(number) >= first) return true;
  return false;
}

function isFollowing(view: { term: number; isLeader: boolean }, term: number): boolean {
  return !view.isLeader && view.term === term;
}
