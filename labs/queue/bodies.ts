import type { QueueWorld } from './queue-world.ts';

/** So many bodies that begin alike and differ in the number at their end. */
export function bodiesOf(start: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${start}${i + 1}`);
}

/** The start of the bodies that are a publisher's own in some round: `order b3.` for the second one's. */
export function startOf(world: QueueWorld, publisher: number, round: number): string {
  return `order ${'abc'[world.publishers.indexOf(publisher)] ?? publisher}${round}.`;
}

/** Each publisher publishes so many; returns their bodies. */
export function publishAll(world: QueueWorld, round: number, count: number): string[] {
  return world.publishers.flatMap((publisher) => {
    const bodies = bodiesOf(startOf(world, publisher, round), count);
    world.publish(publisher, ...bodies);
    return bodies;
  });
}

/** The first publisher publishes so many; returns their bodies. */
export function publishRound(world: QueueWorld, round: number | string, count: number): string[] {
  const bodies = bodiesOf(`order ${round}.`, count);
  world.publish(world.publishers[0] ?? 0, ...bodies);
  return bodies;
}
