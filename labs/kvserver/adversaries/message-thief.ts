import type { Observer } from '../../../harness/sim/simulation.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import { SERVER, type KvWorld } from '../kv-world.ts';

/** What of a call is lost: on the reliable network nothing else is. */
export type Loss = 'request' | 'reply';

/** A request of the reliable network arrives within 3 ms; a cut of this length loses just that one. */
const REQUEST_CUT_MS = 4;
/** Request and reply take 6 ms at most. */
const REPLY_CUT_MS = 8;
/** How long it waits for a client to send what is to be lost. */
const PATIENCE_MS = 2_000;

interface Prey {
  readonly client: number;
  readonly loss: Loss;
  /** Whether what the client sends after it is kept back until `letGo`. */
  readonly keepBack: boolean;
}

/**
 * Loses one message of one client at the worst moment, and can keep back all that the client sends
 * after it until others have done something. It goes by who sends what, not by times.
 */
export class MessageThief implements Observer {
  private readonly world: KvWorld;
  private prey: Prey | null = null;
  /** A client whose next request passes, because it is the reply that is lost. */
  private passing: Prey | null = null;
  private keptBack = -1;
  /** Messages that had been dropped when the last one was about to be stolen. */
  private droppedBefore = Number.POSITIVE_INFINITY;

  constructor(world: KvWorld) {
    this.world = world;
    world.sim.observe(this);
  }

  /** Loses this part of the client's next put. */
  steal(prey: Prey): void {
    this.prey = prey;
    this.droppedBefore = Number.POSITIVE_INFINITY;
  }

  /** Waits until the message is lost; returns whether it was. */
  theft(): Steps<boolean> {
    const { sim } = this.world;
    return until(() => sim.calls.dropped > this.droppedBefore, PATIENCE_MS);
  }

  /** Sends on what was kept back, and keeps nothing back any more. */
  letGo(): void {
    this.prey = null;
    this.keptBack = -1;
    this.world.sim.calls.release();
  }

  effect(process: number, effect: Effect): boolean {
    const { prey } = this;
    const { sim } = this.world;
    if (prey === null || effect.kind !== 'send' || effect.method === 'get') return false;
    if (process !== prey.client) return false;
    this.prey = null;
    this.droppedBefore = sim.calls.dropped;
    if (prey.loss === 'request') {
      if (prey.keepBack) this.keptBack = process;
      sim.inject({ kind: 'block-link', from: process, to: SERVER, forMs: REQUEST_CUT_MS });
    } else {
      this.passing = prey;
      sim.inject({ kind: 'block-link', from: SERVER, to: process, forMs: REPLY_CUT_MS });
    }
    return false;
  }

  holds(from: number, to: number): boolean {
    if (to !== SERVER) return false;
    if (from === this.passing?.client) {
      if (this.passing.keepBack) this.keptBack = from;
      this.passing = null;
      return false;
    }
    return from === this.keptBack;
  }
}
