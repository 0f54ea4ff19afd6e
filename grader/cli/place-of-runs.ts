import { readAddress } from '../queue/address.ts';
import { ownKin } from '../queue/kin.ts';
import { WorkerPool } from '../run/pool.ts';
import type { Runner } from '../run/runner.ts';
import { readJobs, UsageError } from '../run/select.ts';

/** Where the runs of a class are made, and how many submissions it takes to keep that busy. */
interface PlaceOfRuns {
  readonly runner: Runner;
  readonly atOnce: number;
  /** Results of two machines that should have been the same. */
  readonly alarms: readonly string[];
}

/** Keeps so many workers busy even if there is but one job in each submission. */
const AT_ONCE_AT_A_QUEUE = 32;

/** Processes of this machine, or workers at a queue. Throws `UsageError` when there are none to be had. */
export async function placeOfRuns({
  queue,
  jobs,
}: {
  readonly queue?: string;
  readonly jobs?: string;
}): Promise<{ open(): Promise<PlaceOfRuns> }> {
  if (queue === undefined) {
    const atOnce = readJobs(jobs);
    return { open: async () => ({ runner: new WorkerPool(atOnce), atOnce, alarms: [] }) };
  }
  if (jobs !== undefined) {
    throw new UsageError('--jobs is for this machine: with --queue give it to each worker');
  }
  const address = readAddress(queue);
  // Loading what talks to Redis takes a while, and most do without it.
  const { tryConnection } = await import('../queue/connection.ts');
  await tryConnection(address);
  return {
    async open() {
      const { QueueRunner } = await import('../queue/queue-runner.ts');
      const runner = await QueueRunner.open(address, ownKin(), tell);
      return { runner, atOnce: AT_ONCE_AT_A_QUEUE, alarms: runner.alarms };
    },
  };
}

/** What somebody has to know who waits for workers; the report is on the other stream. */
function tell(line: string): void {
  console.error(process.stderr.isTTY ? `\r\u001B[2K${line}` : line);
}
