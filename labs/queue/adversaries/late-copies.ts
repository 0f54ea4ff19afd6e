import type { Message } from '../../../harness/adversary/message.ts';
import type { Stage } from './stage.ts';

/**
 * On a network that repeats each request: lets one copy of what a process says to another pass, and holds
 * the other back.
 */
export function holdCopies(
  stage: Stage,
  way: { readonly from: number; readonly to: number },
): void {
  const arrived = new Map<string, number>();
  stage.hold(({ from, to, half, method, args }: Message) => {
    if (from !== way.from || to !== way.to || half !== 'request') return false;
    // The same words may be said again, as in a poll: then every second one is a copy.
    const words = `${method} ${args}`;
    const count = (arrived.get(words) ?? 0) + 1;
    arrived.set(words, count);
    return count % 2 === 0;
  });
}
