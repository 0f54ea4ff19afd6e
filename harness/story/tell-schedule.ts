import type { Names } from '../faults/fault-kind.ts';
import { kindOf } from '../faults/fault.ts';
import { tellRestart } from '../faults/kinds/crash.ts';
import type { EffectPlace, Input, Recording } from '../faults/recording.ts';
import { nameOf, type Member } from '../vocabulary/role.ts';
import { seconds } from '../vocabulary/time.ts';
import { briefNames } from './faults.ts';

/** Characters of one argument that are shown; commands of a test can be as long as a book. */
const ARGUMENT = 30;

/** One input in words, and when it begins. */
export interface Step {
  readonly atUs: number;
  readonly words: string;
}

/** What came from outside in one run, in the order in which it began. */
export function tellSchedule(recording: Recording, members: readonly Member[]): Step[] {
  const { inputs, endUs, heals = false } = recording;
  const name = (process: number): string => nameOf(members, process);
  const brief = briefNames(members);
  const end: Input[] = heals ? [{ kind: 'heal', at: { atUs: endUs, after: 0 } }] : [];
  const sorted = [...inputs, ...end].toSorted((a, b) => beginUs(a) - beginUs(b));
  return alike(sorted).map(([first, ...others]) => ({
    atUs: beginUs(first),
    words: tellAlike(first, others, { endUs, members, name, brief }),
  }));
}

/** Takes together what follows each other and is told in one line: holds of a kind, calls of a method. */
function alike(inputs: readonly Input[]): [first: Input, ...others: Input[]][] {
  const groups: { key: string; inputs: [Input, ...Input[]] }[] = [];
  for (const input of inputs) {
    const last = groups.at(-1);
    const key = keyOf(input);
    if (key !== null && last?.key === key) last.inputs.push(input);
    else groups.push({ key: key ?? '', inputs: [input] });
  }
  return groups.flatMap(({ inputs: group }) => {
    const isTold = group[0].kind === 'hold' || group.length >= CALLS_TOGETHER;
    return isTold ? [group] : group.map((each): [Input] => [each]);
  });
}

/** So many calls of one method on one process, one after another, are told in one line. */
const CALLS_TOGETHER = 3;

function keyOf(input: Input): string | null {
  if (input.kind === 'hold') {
    const { from, half, method, since, before, at } = input;
    return JSON.stringify([from, half, method, since.atUs, before.atUs, at.atUs]);
  }
  if (input.kind !== 'invoke' && input.kind !== 'ask') return null;
  return JSON.stringify([input.method, input.process]);
}

interface Words extends Names {
  readonly endUs: number;
}

function tellAlike(first: Input, others: readonly Input[], words: Words): string {
  const last = others.at(-1);
  if (first.kind === 'hold') return tellHold(first, others, words);
  if (last === undefined || !('args' in first) || !('args' in last)) {
    return tellInput(first, words);
  }
  const { method, process } = first;
  const [from, to] = [first, last].map(({ args }) => args.map(tellArgument).join(' '));
  const until = last.at.atUs === first.at.atUs ? '' : `, the last at ${seconds(last.at.atUs)}`;
  return `${others.length + 1} calls of ${method} on ${words.name(process)}: ${from} to ${to}${until}`;
}

function beginUs(input: Input): number {
  return input.kind === 'hold' ? input.since.atUs : input.at.atUs;
}

function tellInput(input: Exclude<Input, { kind: 'hold' }>, words: Words): string {
  const { name } = words;
  switch (input.kind) {
    case 'fault':
      return kindOf(input.fault).inSchedule(input.fault, words);
    case 'crash-after-effect': {
      const { server, place, restartAfterMs } = input;
      const back = restartAfterMs === undefined ? '' : `,${tellRestart(restartAfterMs)}`;
      return `${name(server)} crashes right after it ${tellPlace(place)}${back}`;
    }
    case 'invoke':
    case 'ask': {
      const { process, method, args } = input;
      return [method, ...args.map(tellArgument)].join(' ') + ` on ${name(process)}`;
    }
    case 'heal':
      return 'every fault ends';
  }
}

const DONE: Readonly<Record<EffectPlace['effect'], string>> = {
  send: 'sent a call',
  respond: 'answered',
  save: 'saved its state',
  write: 'wrote to its store',
  'set-timer': 'set a timer',
  'clear-timer': 'stopped a timer',
  emit: 'called the service',
  return: 'returned',
  observe: 'changed its state',
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

type Hold = Input & { kind: 'hold' };

function tellHold(hold: Hold, others: readonly Input[], { endUs, name }: Words): string {
  const { from, half, method, before, at } = hold;
  const what = half === 'request' ? `${method} calls` : `${method} replies`;
  const which = before.atUs < at.atUs ? ` that arrive before ${seconds(before.atUs)}` : '';
  const end = at.atUs < endUs ? `until ${seconds(at.atUs)}` : 'to the end';
  const holds = [hold, ...others.filter((each): each is Hold => each.kind === 'hold')];
  const to = holds.map((each) => name(each.to));
  const last = to.pop() ?? '';
  const targets = to.length === 0 ? last : `${to.join(', ')} and ${last}`;
  return `${what} from ${name(from)} to ${targets}${which} are held ${end}`;
}

function tellArgument(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= ARGUMENT ? text : `${text.slice(0, ARGUMENT - 3)}...`;
}
