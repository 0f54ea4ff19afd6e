import {
  EFFECTS_PER_STEP_MAX,
  LAB_KEY_START,
  type Boot,
  type Effect,
  type RecordChange,
} from '../../../harness/vocabulary/server.ts';
import { BadFrame, type FrameReader } from './frame.ts';
import { EFFECT_KINDS } from './messages.ts';

/** What an incarnation was told, which says what it may answer. */
export interface Told {
  readonly boot: Pick<Boot, 'names' | 'contract'>;
  /** Invocations that it has not answered yet. */
  readonly invocations: Set<number>;
}

/** A line of the bridge's has at most 100,000 letters, and words that say how many more there were. */
const LOG_UNITS_MAX = 100_040;
/** The bridge cuts what an error says, with three dots. */
const MESSAGE_UNITS_MAX = 10_003;
const STACK_UNITS_MAX = 20_003;

/**
 * The effects of one step, out of the frame of a child that may send anything. Throws `BadFrame`, with what
 * is wrong, when one of them is none that the bridge lets a process do: the simulator and the checks never see it.
 */
export function readEffects(frame: FrameReader, told: Told): Effect[] {
  const count = frame.whole(EFFECTS_PER_STEP_MAX, 'the number of effects');
  const effects: Effect[] = [];
  for (let i = 0; i < count; i++) effects.push(readEffect(frame, told));
  frame.end();
  return effects;
}

function readEffect(frame: FrameReader, { boot, invocations }: Told): Effect {
  const kind = EFFECT_KINDS[frame.whole(EFFECT_KINDS.length - 1, 'the kind of an effect')];
  const a = frame.number();
  const b = frame.number();
  const text = frame.text();
  const text2 = frame.text();
  const { contract, names } = boot;
  switch (kind) {
    case 'send': {
      const to = whole(b, names.length - 1, 'the receiver of a message');
      return { kind, call: number(a, 'a call'), to, method: text, args: json(text2, kind) };
    }
    case 'respond':
      return { kind, call: number(a, 'a call'), reply: json(text, kind) };
    case 'save': {
      if (contract.store !== undefined) refuse('a process that keeps records saved a state');
      return { kind, state: json(text, kind), snapshot: a === 1 ? json(text2, kind) : null };
    }
    case 'write':
      return { kind, records: changes(text, contract.store) };
    case 'set-timer':
      return { kind, timer: number(a, 'a timer'), delayUs: delay(b) };
    case 'clear-timer':
      return { kind, timer: number(a, 'a timer') };
    case 'emit': {
      if (!contract.callbacks.includes(text)) refuse(`there is no callback ${show(text)}`);
      return { kind, channel: text, value: json(text2, kind) };
    }
    case 'return': {
      if (!invocations.delete(a)) refuse(`it returned from the call ${a}, which it was not in`);
      return { kind, invocation: a, value: json(text, kind) };
    }
    case 'observe': {
      if (contract.probe === null) refuse('it was observed where nobody observes');
      return { kind, value: json(text, kind) };
    }
    case 'log':
      return { kind, text: atMost(text, LOG_UNITS_MAX, 'a line of its log') };
    case 'fail': {
      const message = atMost(text, MESSAGE_UNITS_MAX, 'the message of an error');
      return { kind, message, stack: atMost(text2, STACK_UNITS_MAX, 'the stack of an error') };
    }
    case 'flood':
      return { kind, message: atMost(text, LOG_UNITS_MAX, 'the message of a flood') };
    default:
      return refuse('the kind of an effect is unknown');
  }
}

function changes(text: string, store: 'records' | 'lab-records' | undefined): RecordChange[] {
  if (store === undefined) refuse('a process that saves a state wrote records');
  const all: unknown = parsed(text, 'write');
  if (!Array.isArray(all) || all.length === 0) refuse('it wrote what are no records');
  let before: string | null = null;
  return (all as readonly unknown[]).map((change) => {
    const [key, value, ...more] = Array.isArray(change) ? (change as readonly unknown[]) : [];
    if (typeof key !== 'string' || more.length > 0) refuse('it wrote a record without a key');
    const isText = typeof value === 'string';
    if (!isText && value !== null) refuse(`the record ${show(key)} is neither a text nor null`);
    if (before !== null && key <= before) refuse(`the record ${show(key)} is out of order`);
    if (key.startsWith(LAB_KEY_START) && store !== 'lab-records') {
      refuse(`it wrote the record ${show(key)}, which is the lab's`);
    }
    before = key;
    return [key, isText ? json(value, 'write') : null];
  });
}

/** What the bridge calls a number of its own: they begin at 0 and go up. */
function number(value: number, what: string): number {
  return whole(value, Number.MAX_SAFE_INTEGER, `the number of ${what}`);
}

function whole(value: number, max: number, what: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= max) return value;
  return refuse(`${what} is ${value}, not a whole number from 0 to ${max}`);
}

/** A timer may be set for ever, and no text would be long enough for some delays. */
function delay(value: number): number {
  if (value === Infinity || (Number.isInteger(value) && value >= 0)) return value;
  return refuse(`the delay of a timer is ${value} us, not a whole number from 0`);
}

/** Labs read what processes say, and may take it for JSON. */
function json(text: string, kind: Effect['kind']): string {
  parsed(text, kind);
  return text;
}

function parsed(text: string, kind: Effect['kind']): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse(`what came with '${kind}' is not JSON: ${show(text)}`);
  }
}

function atMost(text: string, max: number, what: string): string {
  if (text.length <= max) return text;
  return refuse(`${what} has ${text.length} letters, of which ${max} are allowed`);
}

function refuse(message: string): never {
  throw new BadFrame(message);
}

const SHOWN_UNITS = 60;

function show(text: string): string {
  return JSON.stringify(text.length > SHOWN_UNITS ? `${text.slice(0, SHOWN_UNITS)}...` : text);
}
