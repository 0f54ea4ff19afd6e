import { FAST_PER_MILLION } from '../../../harness/adversary/hands.ts';
import { PLAIN_SIGHT } from '../../../harness/adversary/message.ts';
import { playRounds as play } from '../../../harness/adversary/rounds.ts';
import { Stage } from '../../../harness/adversary/stage.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Cluster } from '../cluster.ts';

/** How long the chaos lasts, in virtual time: three to ten rounds of most adversaries. */
const CHAOS_MS = 6_000;
/** How long an adversary waits for any one event before it gives the round up. */
export const PATIENCE_MS = 2_500;
/** A heartbeat, and some more: after it, a server's timer runs at the pace that its clock has now. */
export const BEAT_MS = 150;

/** What an adversary of a replicated service sees and does: it knows who leads the servers. */
export class KvRaftStage extends Stage {
  readonly cluster: Cluster;
  private fast: readonly number[] = [];

  constructor(cluster: Cluster) {
    super(cluster.sim, { all: cluster.all, sight: PLAIN_SIGHT, chaosMs: CHAOS_MS });
    this.cluster = cluster;
  }

  override hurry(...fast: readonly number[]): void {
    this.calm();
    this.fast = fast;
    this.pace(FAST_PER_MILLION, ...fast);
  }

  /** Makes those clocks right that were hurried. */
  override calm(): void {
    this.pace(0, ...this.fast);
    this.fast = [];
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
  override reset({ restart = true }: { readonly restart?: boolean } = {}): void {
    const { cluster } = this;
    this.forget();
    this.calm();
    cluster.unite();
    cluster.healPartition();
    cluster.join(...cluster.all);
    if (restart) cluster.restart(...cluster.all);
    this.release();
  }
}

/** Plays `round` with a leader again and again until the chaos ends. */
export function playRounds(
  cluster: Cluster,
  id: string,
  round: (stage: KvRaftStage, leader: number) => Steps<boolean>,
): Steps<void> {
  const stage = new KvRaftStage(cluster);
  const prepare = (): Steps<number> => {
    stage.reset();
    return cluster.oneLeader();
  };
  return play(stage, { id, prepare, round: (leader) => round(stage, leader) });
}
