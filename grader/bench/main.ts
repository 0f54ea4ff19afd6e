import { spawnSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { ENGINE_FLAGS } from '../realm/engine-flags.ts';
import { benchChecker } from './checker.ts';
import { benchChild } from './child.ts';
import { benchCommand } from './command.ts';
import { benchHistoryFile } from './history-file.ts';
import { benchLargeStore } from './large-store.ts';
import { benchMachines } from './machines.ts';
import type { Figure } from './measure.ts';
import { benchLabs, benchRaft } from './simulator.ts';

const BENCHES = {
  checker: benchChecker,
  raft: benchRaft,
  labs: benchLabs,
  child: benchChild,
  store: benchLargeStore,
  command: benchCommand,
  file: benchHistoryFile,
  machines: benchMachines,
};

/**
 * Measures what docs/performance.md promises; `npm run bench -- checker` measures one group. Each group
 * has a process of its own, tuned as a worker is: what one leaves on the heap would slow the next.
 */
const [name] = process.argv.slice(2);
const isTuned = ENGINE_FLAGS.every((flag) => process.execArgv.includes(flag));
if (name !== undefined && isTuned) await measure(name);
else measureApart(name === undefined ? Object.keys(BENCHES) : [name]);

function measureApart(groups: readonly string[]): void {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model ?? '?'}, ${memory} GiB\n`);
  const missed = groups.map((group) => {
    const args = [...ENGINE_FLAGS, ...process.argv.slice(1, 2), group];
    return spawnSync(process.execPath, args, { stdio: 'inherit' }).status ?? 1;
  });
  const all = missed.reduce((sum, each) => sum + each, 0);
  console.log(all === 0 ? '\nall goals are met' : `\n${all} goals are missed`);
}

/** Measures one group; the exit code is the number of goals that it misses. */
async function measure(group: string): Promise<void> {
  const bench = BENCHES[group as keyof typeof BENCHES];
  if (bench === undefined) {
    throw new Error(`no bench '${group}'; there are ${Object.keys(BENCHES).join(', ')}`);
  }
  const figures = await bench();
  for (const figure of figures) console.log(line(figure));
  process.exitCode = figures.filter(({ holds }) => !holds).length;
}

function line({ what, measured, goal, holds }: Figure): string {
  return `${holds ? 'ok  ' : 'MISS'}  ${what.padEnd(48)} ${measured.padStart(18)}   (${goal})`;
}
