import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { tellsProcessorTime } from './processor-time.ts';
import { SLEEP_PER_WORK, WorkMeter } from './work-meter.ts';

const processes: ChildProcess[] = [];
afterEach(() => {
  for (const each of processes.splice(0)) each.kill('SIGKILL');
});

function start(program: string, ...args: readonly string[]): ChildProcess {
  const started = spawn(program, args, { stdio: 'ignore' });
  processes.push(started);
  return started;
}

const loop = (ms: number): string =>
  `while (process.cpuUsage().user + process.cpuUsage().system < ${ms * 1_000});`;

/** What a meter of a process says once it has ended, looked at as often as the pool does. */
async function metered(process: ChildProcess, action?: () => unknown): Promise<WorkMeter> {
  const meter = new WorkMeter(process.pid);
  const looking = setInterval(() => meter.look(), 100);
  await Promise.all([once(process, 'exit'), action?.()]);
  clearInterval(looking);
  return meter;
}

// macOS and others tell a process nothing of another one.
const onLinux = test.skipIf(!tellsProcessorTime());

onLinux('beside busy processes the same work counts the same', async () => {
  for (let i = 0; i < 3 * availableParallelism(); i++) start('sh', '-c', 'while :; do :; done');
  const beganMs = performance.now();
  const meter = await metered(start(process.execPath, '-e', loop(800)));
  const tookMs = performance.now() - beganMs;
  expect(meter.spentMs).toBeGreaterThan(400);
  // Where others are busy, too, it may get less than a thirtieth of a processor.
  expect(meter.spentMs).toBeLessThan(Math.max(1_000, tookMs / 29));
  expect(tookMs).toBeGreaterThan(2 * meter.spentMs);
});

onLinux('what a process starts, and what that starts, counts as well', async () => {
  const nested = `sh -c '"$0" -e "$1" & wait' "$0" "$1"; true`;
  const meter = await metered(start('sh', '-c', nested, process.execPath, loop(800)));
  expect(meter.spentMs).toBeGreaterThan(400);
});

onLinux('one that sleeps counts a tenth of the time', async () => {
  const meter = await metered(start('sleep', '1.5'));
  expect(meter.spentMs).toBeGreaterThan(1_000 / SLEEP_PER_WORK);
  expect(meter.spentMs).toBeLessThan(600);
  expect(meter.tell()).toContain('real time');
});

onLinux('one that is stopped for a while counts less', async () => {
  const stopped = start('sleep', '0.3');
  const meter = await metered(stopped, async () => {
    stopped.kill('SIGSTOP');
    await setTimeout(1_500);
    stopped.kill('SIGCONT');
  });
  expect(meter.spentMs).toBeLessThan(1_500 / SLEEP_PER_WORK);
});

onLinux('each seed has a count of its own', async () => {
  const meter = await metered(start(process.execPath, '-e', loop(400)));
  meter.begin();
  expect(meter.spentMs).toBe(0);
});

test('where nobody tells processor time, real time counts in full', async () => {
  const meter = new WorkMeter(undefined);
  await setTimeout(300);
  expect(meter.look()).toBeGreaterThan(290);
  expect(meter.tell()).toBe('0 s of real time');
});
