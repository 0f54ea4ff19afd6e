import { until, type Steps } from '../vocabulary/script.ts';

/** The messages that an adversary was looking out for, since it began to, in the order of their arrival. */
export class Sighting<M> {
  private readonly seen: M[] = [];

  /** A message that is held comes twice: when it is held, and when it is let go. */
  add(message: M): void {
    this.seen.push(message);
  }

  get messages(): readonly M[] {
    return this.seen;
  }

  get count(): number {
    return this.seen.length;
  }

  get hasCome(): boolean {
    return this.seen.length > 0;
  }

  get first(): M | null {
    return this.seen[0] ?? null;
  }

  /** Waits until one has come, for at most `withinMs`; returns the first one, or null. */
  *comes(withinMs: number): Steps<M | null> {
    yield* until(() => this.hasCome, withinMs);
    return this.first;
  }

  /** Waits until that many have come, for at most `withinMs`; returns whether they have. */
  counts(least: number, withinMs: number): Steps<boolean> {
    return until(() => this.count >= least, withinMs);
  }
}

/** Waits until each of these has seen a message, for at most `withinMs`; returns whether each has. */
export function allCome<M>(sightings: readonly Sighting<M>[], withinMs: number): Steps<boolean> {
  return until(() => sightings.every(({ hasCome }) => hasCome), withinMs);
}
