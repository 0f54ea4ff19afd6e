import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { benchChecker } from './checker.ts';
import { benchCommand } from './command.ts';
import type { Figure } from './measure.ts';
import { benchSimulator } from './simulator.ts';

const BENCHES = { checker: benchChecker, simulator: benchSimulator, command: benchCommand };

/** Measures what docs/performance.md promises; `npm run bench -- checker` measures one group. */
const { positionals } = parseArgs({ allowPositionals: true });
const wanted = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const [cpu] = cpus();
const memory = Math.round(totalmem() / 2 ** 30);
console.log(`Node ${process.version}, ${cpus().length} x ${cpu?.model ?? '?'}, ${memory} GiB\n`);
let missed = 0;
for (const name of wanted) {
  const bench = BENCHES[name as keyof typeof BENCHES];
  if (bench === undefined) {
    console.error(`no bench '${name}'; there are ${Object.keys(BENCHES).join(', ')}`);
    process.exit(2);
  }
  for (const figure of await bench()) {
    if (!figure.holds) missed++;
    console.log(line(figure));
  }
}
console.log(missed === 0 ? '\nall goals are met' : `\n${missed} goals are missed`);

function line({ what, measured, goal, holds }: Figure): string {
  return `${holds ? 'ok  ' : 'MISS'}  ${what.padEnd(48)} ${measured.padStart(18)}   (${goal})`;
}
