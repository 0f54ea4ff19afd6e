import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Address } from './address.ts';
import type { Kin } from './kin.ts';
import type { Task } from './task.ts';

/** What a process that runs one seed by itself is sent. */
export interface ApartOrder {
  readonly address: Address;
  readonly kin: Kin;
  readonly task: Task;
  readonly seed: number;
}

const APART = fileURLToPath(new URL('./apart.js', import.meta.url));

/** How often it is looked whether the worker is to end. */
const LOOK_MS = 200;

/**
 * Runs a seed in a process of its own, which keeps the result itself. That process is no part of the worker's
 * group and outlives it: so a worker that somebody kills tells nothing about the seed, while code that ends
 * whatever runs it is found out. Once stopped it breaks off, and ends.
 */
export async function runApart(
  order: ApartOrder,
  stop: { readonly stopped: boolean },
): Promise<'ended' | 'died'> {
  const child = fork(APART, { detached: true, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ended = once(child, 'exit');
  child.send(order);
  const looking = setInterval(() => {
    if (stop.stopped && child.connected) child.send('stop', () => {});
  }, LOOK_MS);
  try {
    const [code] = (await ended) as [number | null];
    return code === 0 ? 'ended' : 'died';
  } finally {
    clearInterval(looking);
  }
}
