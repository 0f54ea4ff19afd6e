import type { Command } from 'commander';
import { readAddress, tellAddress } from '../queue/address.ts';
import { tryConnection } from '../queue/connection.ts';
import { ownKin, tellKin } from '../queue/kin.ts';
import { QueueWorker } from '../queue/queue-worker.ts';
import { readJobs } from '../run/select.ts';
import { EXIT } from './exit-codes.ts';
import { elapsed, ProgressLine } from './progress-line.ts';

interface WorkerOptions {
  readonly queue: string;
  readonly jobs?: string;
}

/** A worker that is told to end has so long to give back what it runs; then it ends all the same. */
const GOODBYE_MS_MAX = 5_000;

/** Adds `splitbrain worker --queue <url>`. */
export function addWorkerCommand(program: Command): void {
  program
    .command('worker')
    .description('run submissions for graders on other machines, until Ctrl-C')
    .requiredOption('--queue <url>', "where they meet, such as 'redis://10.0.0.5:6379'")
    .option('--jobs <n>', 'processes at once (default: one per core)')
    .action(async (options: WorkerOptions) => {
      process.exitCode = await work(options);
    });
}

async function work(options: WorkerOptions): Promise<number> {
  const address = readAddress(options.queue);
  const jobs = readJobs(options.jobs);
  const kin = ownKin();
  await tryConnection(address);
  const processes = jobs === 1 ? '1 process' : `${jobs} processes`;
  console.log(`${tellKin(kin)}, ${processes}, at ${tellAddress(address)}. Ctrl-C ends it.`);
  const startedMs = performance.now();
  let runs = 0;
  const screen = new ProgressLine(process.stdout, () => `  ${runs} runs, ${elapsed(startedMs)}`);
  const worker = new QueueWorker(address, jobs, kin, {
    tell: (line) => screen.print(line),
    onRun: () => runs++,
  });
  await new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  screen.end();
  console.log(`${runs} runs in ${elapsed(startedMs)}. What was running is given back.`);
  // Without Redis nobody takes it; its lock runs out.
  setTimeout(() => process.exit(EXIT.passed), GOODBYE_MS_MAX).unref();
  await worker.close();
  return EXIT.passed;
}
