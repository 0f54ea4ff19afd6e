import type { Verified } from '../batch/verify-class.ts';
import type { GradedRun } from '../grading/graded-class.ts';
import { colour } from './colour.ts';
import { nameVerdict } from './verdict-words.ts';

/** Columns for the state, of which 'no-grade' is the longest. */
const STATE = 10;
/** A longer name is not cut: names are what a reader looks for. */
const NAME = 24;

/** One submission after its runs were made again, for the terminal. */
export function tellVerified(verified: Verified): string[] {
  const { name, state, mistakes } = verified;
  const sign = state === 'same' ? colour.green : colour.red;
  const head = `${sign(state.padEnd(STATE))}${name.padEnd(NAME)}`;
  return [
    `${head}  ${words(verified)}`.trimEnd(),
    ...mistakes.map((each) => `${' '.repeat(STATE)}${each}`),
  ];
}

function words({ state, runs, of, differences }: Verified): string {
  switch (state) {
    case 'missing':
      return 'is not among the submissions';
    case 'changed':
      return 'other files than those that were graded; nothing was run';
    case 'no-grade':
      return 'has no grade to verify';
    case 'same':
    case 'differs':
  }
  if (of === 0) return 'nothing was run then, and nothing can be run now';
  const many = of === 1 ? '1 run' : `${of} runs`;
  const made = runs === of ? many : `${runs} of ${many}`;
  const [first] = differences;
  if (first === undefined) return made;
  const { scenario, seed, recorded, now } = first;
  return (
    `${differences.length} of ${made} differ. The first, ${scenario} with seed ${seed}: ` +
    `${tellRun(recorded)} is recorded, now it is ${now === null ? 'not run' : tellRun(now)}`
  );
}

function tellRun({ verdict, traceHash }: GradedRun): string {
  return `${nameVerdict(verdict)} (${traceHash === '' ? 'no trace' : `trace ${traceHash}`})`;
}
