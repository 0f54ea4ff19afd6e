import { once } from 'node:events';
import { WorkerPool } from '../run/pool.ts';
import type { ApartOrder } from './apart.ts';
import { connect } from './connection.ts';
import { playSeeds } from './play-task.ts';
import { BEAT_MS, Presence } from './presence.ts';
import { Shelf } from './shelf.ts';

const [order] = (await once(process, 'message')) as [ApartOrder];
const stop = { stopped: false };
process.on('message', () => {
  stop.stopped = true;
});
// Its worker may be gone by now; what it was told to do it does all the same.
process.on('disconnect', () => {});
await attempt(order).catch((error: unknown) => console.error(error));
process.exit(0);

/** Whatever goes wrong with Redis is no death, and says nothing about the seed. */
async function attempt({ address, kin, task, seed }: ApartOrder): Promise<void> {
  const redis = connect(address);
  redis.on('error', () => {});
  const shelf = new Shelf(redis);
  const submission = await shelf.submission(task.code);
  if (submission === null) throw new Error('Redis does not hold its submission any more');
  const holding = setInterval(() => void shelf.holdAttempt(task, seed).catch(() => {}), BEAT_MS);
  const runner = new WorkerPool(1);
  let isKept = false;
  await shelf.countAttempt(task, seed, 1);
  try {
    await playSeeds(task, [seed], submission, {
      runner,
      shelf,
      presence: new Presence(redis, 'worker', kin),
      sandbox: kin.sandbox,
      stop,
      onKept: () => (isKept = true),
      tell: (line) => console.error(line),
    });
  } finally {
    if (!isKept) await shelf.countAttempt(task, seed, -1);
    await shelf.endAttempt(task, seed);
    clearInterval(holding);
    runner.close();
    redis.disconnect();
  }
}
