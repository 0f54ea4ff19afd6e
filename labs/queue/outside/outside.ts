import type { Effect, Server, ServerEvent } from '../../../harness/vocabulary/server.ts';
import type { SentHandling } from './outside-rpc.ts';

/** What the world is told when an effect is recorded, or would have been. */
export interface Recorded {
  readonly id: string;
  readonly body: string;
  /** False when there was an effect under that id already. */
  readonly isNew: boolean;
}

/** Channel on which the world is told. */
export const RECORDED_CHANNEL = 'recorded';

/** Where effects are: the world beyond the queue, which takes each id once. It never crashes. */
export class Outside implements Server {
  private readonly ids = new Set<string>();

  step(event: ServerEvent): readonly Effect[] {
    if (event.kind !== 'request') return [];
    const { call, method, args } = event;
    const answer: Effect = { kind: 'respond', call, reply: 'null' };
    if (method !== 'put') return [answer];
    const { id, body } = JSON.parse(args) as SentHandling;
    const recorded: Recorded = { id, body, isNew: !this.ids.has(id) };
    this.ids.add(id);
    return [{ kind: 'emit', channel: RECORDED_CHANNEL, value: JSON.stringify(recorded) }, answer];
  }

  stop(): void {}
}
