import type { Observer, Simulation } from '../../../harness/sim/simulation.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import type { Cluster } from '../cluster.ts';

/** A message as an adversary sees it when it arrives. */
export interface Message {
  readonly from: number;
  readonly to: number;
  readonly method: string;
  readonly half: 'request' | 'reply';
  /** The request's arguments, for a reply too. */
  readonly args: string;
}

/** How long the chaos lasts, in virtual time: three to ten rounds of most adversaries. */
const CHAOS_US = 6_000_000;
/** How long an adversary waits for any one event before it gives the round up. */
export const PATIENCE_MS = 2_500;
/** A heartbeat, and some more: after it, a server's timer runs at the pace that its clock has now. */
export const BEAT_MS = 150;
/** The fastest clock that the handout announces: three times as fast as it should be. */
const FAST_PER_MILLION = 2_000_000;

/** What an adversary can do to the servers: cut, crash, hold back, hurry one on, and wait for events. */
export class Stage implements Observer {
  readonly cluster: Cluster;
  /** Whether to hold this message back. */
  hold: (message: Message) => boolean = () => false;
  /** Whether to crash this server right after this effect. */
  kill: (server: number, effect: Effect) => boolean = () => false;
  private readonly sim: Simulation;
  private endUs: number;
  private fast: readonly number[] = [];

  constructor(cluster: Cluster) {
    this.cluster = cluster;
    this.sim = cluster.sim;
    this.endUs = this.sim.nowUs + CHAOS_US;
    this.sim.observe(this);
  }

  get isOver(): boolean {
    return this.sim.nowUs >= this.endUs;
  }

  holds(
    from: number,
    to: number,
    method: string,
    half: 'request' | 'reply',
    args: string,
  ): boolean {
    return this.hold({ from, to, method, half, args });
  }

  effect(server: number, effect: Effect): boolean {
    return this.kill(server, effect);
  }

  /** Waits, and lets the chaos last for that much longer. */
  idle(ms: number): Steps<void> {
    this.prolong(ms);
    return wait(ms);
  }

  prolong(ms: number): void {
    this.endUs += ms * 1_000;
  }

  /** Makes the clocks of these servers run at three times the others', so that they lose patience first. */
  hurry(...fast: readonly number[]): void {
    this.calm();
    this.fast = fast;
    this.pace(fast, FAST_PER_MILLION);
  }

  calm(): void {
    this.pace(this.fast, 0);
    this.fast = [];
  }

  private pace(servers: readonly number[], partsPerMillion: number): void {
    for (const server of servers) this.sim.inject({ kind: 'drift', server, partsPerMillion });
  }

  /** Takes the leader away, with a head start for `server`, until that one leads; returns whether it does. */
  *makeLeader(server: number): Steps<boolean> {
    const { cluster } = this;
    const leader = cluster.leader();
    if (leader === server) return true;
    this.hurry(server);
    const isNext = (): boolean => cluster.leader() === server;
    if (leader !== null) {
      // A heartbeat first, so that its timer begins to run at the hurried pace.
      yield* wait(BEAT_MS);
      cluster.split([leader], cluster.others(leader));
    }
    yield* until(isNext, PATIENCE_MS);
    this.calm();
    cluster.unite();
    return isNext();
  }

  /** Undoes all that was done to the servers; those that are down may stay so. */
  reset({ restart = true }: { readonly restart?: boolean } = {}): void {
    const { cluster } = this;
    this.hold = () => false;
    this.kill = () => false;
    this.calm();
    cluster.unite();
    cluster.healPartition();
    cluster.connect(...cluster.servers);
    if (restart) cluster.restart(...cluster.servers);
    this.sim.calls.release();
  }
}

/**
 * Plays `round` with a leader again and again until the chaos ends. A round tells whether it reached
 * its last step, and these are counted: an adversary that never does proves nothing.
 */
export function* playRounds(
  cluster: Cluster,
  id: string,
  round: (stage: Stage, leader: number) => Steps<boolean>,
): Steps<void> {
  const { sim } = cluster;
  const stage = new Stage(cluster);
  sim.reached.set(id, 0);
  while (!stage.isOver) {
    stage.reset();
    const leader = yield* cluster.oneLeader();
    if (yield* round(stage, leader)) sim.reached.set(id, (sim.reached.get(id) ?? 0) + 1);
  }
  stage.reset();
}
