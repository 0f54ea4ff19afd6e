import { PLAIN_SIGHT } from '../../../harness/adversary/message.ts';
import type { Sighting } from '../../../harness/adversary/sighting.ts';
import { Stage as AnyStage } from '../../../harness/adversary/stage.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvWorld } from '../kv-world.ts';

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

/** What an adversary of one server's clients sees and does: it can lose one message, and no other. */
export class Stage extends AnyStage {
  private readonly server: number;
  /** Messages that had been dropped when the last one was about to be stolen. */
  private droppedBefore = Number.POSITIVE_INFINITY;

  constructor({ sim, server }: KvWorld) {
    super(sim, { all: [server], sight: PLAIN_SIGHT });
    this.server = server;
  }

  /** Loses this part of the client's next put. */
  steal({ client, loss, keepBack }: Prey): void {
    const requests = { from: client, to: this.server } as const;
    this.droppedBefore = Number.POSITIVE_INFINITY;
    this.strikeAt(
      (process, effect) => process === client && effect.kind === 'send' && effect.method !== 'get',
      () => {
        this.droppedBefore = this.sim.calls.dropped;
        // Where it is the reply that is lost, the request has to pass.
        if (keepBack) this.holdAfter(loss === 'reply' ? 1 : 0, requests);
        if (loss === 'request') this.blockFor(REQUEST_CUT_MS, client, this.server);
        else this.blockFor(REPLY_CUT_MS, this.server, client);
      },
    );
  }

  /** Waits until the message is lost; returns whether it was. */
  theft(): Steps<boolean> {
    return until(() => this.sim.calls.dropped > this.droppedBefore, PATIENCE_MS);
  }

  /** Keeps back what this client sends to the server, from its request of this number on, which counts from 0. */
  slowDown(client: number, from = 0): Sighting<unknown> {
    return this.holdAfter(from, { from: client, to: this.server });
  }

  /** Sends on what was kept back, and keeps nothing back and steals nothing any more. */
  override letGo(): void {
    this.spare();
    super.letGo();
  }
}
