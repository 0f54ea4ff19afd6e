import { seconds } from '../check/invariant.ts';
import type { Fault } from '../faults/fault.ts';
import type { EffectPlace, Input, Recording } from '../faults/recording.ts';

/** Characters of one argument that are shown; commands of a test can be as long as a book. */
const ARGUMENT = 30;

/** One input in words, and when it begins. */
export interface Step {
  readonly atUs: number;
  readonly words: string;
}

/** What came from outside in one run, in the order in which it began. */
export function tellSchedule(recording: Recording, names: readonly string[]): Step[] {
  const { inputs, endUs, heals = false } = recording;
  const name = (process: number): string => names[process] ?? `process ${process}`;
  const end: Input[] = heals ? [{ kind: 'heal', at: { atUs: endUs, after: 0 } }] : [];
  return [...inputs, ...end]
    .map((input) => ({ atUs: beginUs(input), words: tellInput(input, endUs, name) }))
    .toSorted((a, b) => a.atUs - b.atUs);
}

type Name = (process: number) => string;

function beginUs(input: Input): number {
  return input.kind === 'hold' ? input.since.atUs : input.at.atUs;
}

function tellInput(input: Input, endUs: number, name: Name): string {
  switch (input.kind) {
    case 'fault':
      return tellFault(input.fault, name);
    case 'crash-after-effect': {
      const { server, place, restartAfterMs } = input;
      const back = restartAfterMs === undefined ? '' : `,${tellRestart(restartAfterMs)}`;
      return `${name(server)} crashes right after it ${tellPlace(place)}${back}`;
    }
    case 'hold':
      return tellHold(input, endUs, name);
    case 'invoke':
    case 'ask': {
      const { process, method, args } = input;
      return [method, ...args.map(tellArgument)].join(' ') + ` on ${name(process)}`;
    }
    case 'heal':
      return 'every fault ends';
  }
}

function tellFault(fault: Fault, name: Name): string {
  switch (fault.kind) {
    case 'crash':
      return `${name(fault.server)} crashes${tellRestart(fault.restartAfterMs)}`;
    case 'restart':
      return `${name(fault.server)} restarts`;
    case 'lose-disk':
      return `${name(fault.server)} loses its disk`;
    case 'disconnect':
      return `${name(fault.server)} is cut off${tellFor(fault.forMs)}`;
    case 'connect':
      return `${name(fault.server)} is connected again`;
    case 'partition': {
      const groups = fault.groups.map((group) => group.join(' ')).join(' | ');
      return `the network splits into ${groups}${tellFor(fault.forMs)}`;
    }
    case 'heal-partition':
      return 'the network is whole again';
    case 'block-link':
      return `nothing gets from ${name(fault.from)} to ${name(fault.to)}${tellFor(fault.forMs)}`;
    case 'unblock-link':
      return `messages get from ${name(fault.from)} to ${name(fault.to)} again`;
    case 'slow-link':
      return `messages from ${name(fault.from)} to ${name(fault.to)} take ${fault.extraMs} ms longer`;
    case 'network':
      return `the network becomes ${fault.preset}`;
    case 'pause':
      return `${name(fault.server)} pauses${tellFor(fault.forMs)}`;
    case 'resume':
      return `${name(fault.server)} goes on`;
    case 'drift':
      return `the clock of ${name(fault.server)} runs ${tellSpeed(fault.partsPerMillion)}`;
    case 'crash-between-effects':
      return `servers crash after ${fault.perMillion} effects in a million`;
  }
}

function tellRestart(afterMs: number | undefined): string {
  if (afterMs === undefined) return '';
  return afterMs === 0 ? ' and restarts at once' : ` and restarts ${round(afterMs)} ms later`;
}

function tellFor(forMs: number | undefined): string {
  return forMs === undefined ? '' : ` for ${round(forMs)} ms`;
}

function tellSpeed(partsPerMillion: number): string {
  const percent = round(partsPerMillion / 10_000 + 100);
  return percent === '100' ? 'at its usual speed again' : `at ${percent}% of its usual speed`;
}

/** To a whole number, unless that would be nothing. */
function round(value: number): string {
  return value < 1 ? value.toFixed(3) : value.toFixed(0);
}

const DONE: Readonly<Record<EffectPlace['effect'], string>> = {
  send: 'sent a call',
  respond: 'answered',
  save: 'saved its state',
  'set-timer': 'set a timer',
  'clear-timer': 'stopped a timer',
  emit: 'called the service',
  return: 'returned',
  observe: 'changed its state',
  log: 'logged a line',
  fail: 'failed',
  flood: 'flooded the network',
};

function tellPlace({ effect, event, method }: EffectPlace): string {
  if (effect === 'respond' && event === 'request') return `answered ${method}`;
  if (effect === 'return' && event === 'invoke') return `returned from ${method}`;
  return DONE[effect] + tellStep(event, method);
}

function tellStep(event: EffectPlace['event'], method: string): string {
  switch (event) {
    case 'request':
      return ` on a call of ${method}`;
    case 'reply':
      return ` on a reply to ${method}`;
    case 'invoke':
      return ` in ${method}`;
    case 'timer':
      return ' when a timer fired';
    case 'boot':
      return ' at its start';
  }
}

function tellHold(input: Input & { kind: 'hold' }, endUs: number, name: Name): string {
  const { from, to, half, method, before, at } = input;
  const what = half === 'request' ? `${method} calls` : `${method} replies`;
  const which = before.atUs < at.atUs ? ` that arrive before ${seconds(before.atUs)}` : '';
  const end = at.atUs < endUs ? `until ${seconds(at.atUs)}` : 'to the end';
  return `${what} from ${name(from)} to ${name(to)}${which} are held ${end}`;
}

function tellArgument(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= ARGUMENT ? text : `${text.slice(0, ARGUMENT - 3)}...`;
}
