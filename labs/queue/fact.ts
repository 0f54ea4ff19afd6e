/** What can be seen of a queue from outside; every promise of the lab is about these alone. */
export type QueueFact = { readonly atUs: number } & (
  | ({ readonly kind: 'terms' } & Terms)
  /** A publisher was asked to publish, or its `publish` resolved. A call without a second fact is in doubt. */
  | ({ readonly kind: 'published' | 'confirmed' } & Publish)
  /** A consumer began to handle a message. */
  | ({ readonly kind: 'begun'; readonly isMarked: boolean } & Handling)
  /** It is done with it: what it did is on its way to where effects are, or there was nothing to be done. */
  | ({ readonly kind: 'ended'; readonly outcome: 'done' | 'failed' } & Handling)
  /** What a handling did came to where effects are; only the first of an id changes anything there. */
  | {
      readonly kind: 'effect';
      readonly id: string;
      readonly body: string;
      readonly isNew: boolean;
    }
  /** A process has crashed: a consumer's handlings end in nothing, and what a publisher waits for is in doubt. */
  | { readonly kind: 'crashed'; readonly process: string }
  /**
   * Somebody did something to the world: from now on, messages may be handed out again. What is momentary
   * harms no publish that begins after it.
   */
  | { readonly kind: 'fault'; readonly isMomentary: boolean }
);

/** What a run is about, as far as promises have to know. */
export interface Terms {
  readonly consumers: readonly string[];
  readonly prefetch: number;
  readonly deliveriesMax: number;
  /** Whether the network loses messages, or delivers them twice. */
  readonly isLossy: boolean;
  /** Whether a publish has one effect at the most, however often it was sent (6D). */
  readonly hasOneEffect: boolean;
}

interface Publish {
  readonly publisher: string;
  /** The call's number in the run. */
  readonly call: number;
  readonly body: string;
}

/** A consumer's handling of a message. */
export interface Handling {
  readonly consumer: string;
  readonly id: string;
  readonly body: string;
}

/** The start of all bodies whose handling fails, whoever handles them. */
const POISON = 'poison';

export function isPoison(body: string): boolean {
  return body.startsWith(POISON);
}
