import { PLAIN_SIGHT } from '../../../harness/adversary/message.ts';
import { Stage as AnyStage } from '../../../harness/adversary/stage.ts';
import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { BROKER, type QueueWorld } from '../queue-world.ts';

/** Longer than an honest broker takes to hand a message to somebody who is free. */
export const PATIENCE_MS = 10_000;
/**
 * How soon a message is with another consumer when the one who had it has died, or sleeps: within 5 s, and
 * before that the other one may finish what it has in hand.
 */
export const AGAIN_MS = 6_000;

/** What an adversary of a queue sees and does: it knows who has which message in hand. */
export class Stage extends AnyStage {
  readonly world: QueueWorld;

  constructor(world: QueueWorld) {
    const { sim, publishers, consumers } = world;
    super(sim, { all: [BROKER, ...publishers, ...consumers], sight: PLAIN_SIGHT });
    this.world = world;
  }

  /** Waits until one of these handles a message; returns which, or null when none ever does. */
  *handling(among: readonly number[] = this.world.consumers): Steps<number | null> {
    const find = (): number | undefined => among.find((each) => this.world.handles(each));
    yield* until(() => find() !== undefined, PATIENCE_MS);
    return find() ?? null;
  }

  /** Bodies of what a consumer has in hand. */
  inHand(consumer: number): readonly string[] {
    const { ledger } = this.world;
    return ledger.inHand(this.world.nameOf(consumer)).map(({ body }) => body);
  }

  /** Ends the run unless each of these, where it has no effect yet, is in the hand of another consumer in time. */
  *demandElsewhere(bodies: readonly string[], lost: number): Steps<void> {
    const { world } = this;
    const others = world.consumers.filter((each) => each !== lost);
    const isThere = (body: string): boolean =>
      world.ledger.of(body).effects > 0 || others.some((each) => world.handles(each, body));
    const isLate = (): string | undefined => bodies.find((body) => !taken.has(body));
    const taken = new Set<string>();
    yield* until(() => {
      for (const body of bodies) if (isThere(body)) taken.add(body);
      return isLate() === undefined;
    }, AGAIN_MS);
    const late = isLate();
    if (late === undefined) return;
    const name = world.nameOf(lost);
    world.stall(
      `"${late}", which ${name} had, to be with another consumer within ${AGAIN_MS / 1_000} s`,
    );
  }
}

/** How long a broker is away. */
const DOWN_MS = [20, 500] as const;

/** Crashes the broker, and starts it again a little later. */
export function* restartBroker(stage: Stage): Steps<void> {
  stage.crash(BROKER);
  yield* wait(stage.world.random.between(...DOWN_MS));
  stage.restart(BROKER);
}
