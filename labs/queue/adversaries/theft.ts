import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { BROKER } from '../queue-world.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/** What of a publish is lost: what the publisher says to the broker, or what the broker says to it. */
export type Loss = 'request' | 'answer';

/** Longer than a message of the reliable network takes, so that the next one is on its way into the cut. */
const CUT_MS = 4;

/**
 * Publishes, and loses the first message of the publisher to the broker, or of the broker to it. Returns
 * whether one was lost.
 */
export function* publishAndLose(
  stage: Stage,
  { publisher, body, loss }: { publisher: number; body: string; loss: Loss },
): Steps<boolean> {
  const { sim, world } = stage;
  const droppedBefore = sim.calls.dropped;
  const isLost = (): boolean => sim.calls.dropped > droppedBefore;
  if (loss === 'answer') stage.block(BROKER, publisher);
  else {
    stage.strikeAt(
      (process, effect) => process === publisher && effect.kind === 'send' && effect.to === BROKER,
      () => stage.blockFor(CUT_MS, publisher, BROKER),
    );
  }
  world.publish(publisher, body);
  yield* until(isLost, PATIENCE_MS);
  if (loss === 'answer') stage.unblock(BROKER, publisher);
  return isLost();
}
