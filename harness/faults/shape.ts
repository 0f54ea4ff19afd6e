import type { NetworkName } from '../vocabulary/network-preset.ts';
import type { Fault } from './fault.ts';
import { faultOf, type Input, type Recording } from './recording.ts';

/** What a kind of fault is to whoever compares failures; null for what only ends another fault. */
const SHAPES: Readonly<Record<Exclude<Fault['kind'], 'network'>, string | null>> = {
  crash: 'crashes',
  'crash-between-effects': 'crashes',
  restart: null,
  'lose-disk': 'lost disks',
  partition: 'cut links',
  'block-link': 'cut links',
  disconnect: 'cut links',
  'heal-partition': null,
  'unblock-link': null,
  connect: null,
  'slow-link': 'slow links',
  pause: 'pauses',
  resume: null,
  slow: 'slow processes',
  drift: 'clocks that differ',
  'set-clock': 'clocks that differ',
};

const NETWORK_SHAPES: Readonly<Record<NetworkName, string | null>> = {
  reliable: null,
  unreliable: 'a lossy network',
  reordering: 'a network that reorders',
  repeating: 'a network that repeats',
};

const HELD = 'messages held back';

/** Every word of a shape, in the order in which a shape has them. */
const ORDER: ReadonlySet<string | null> = new Set([
  ...Object.values(SHAPES),
  HELD,
  ...Object.values(NETWORK_SHAPES),
]);

/**
 * The kinds of faults in a schedule, without their times, their number and the processes that they strike. Schedules
 * of one shape that break one promise mostly show one mistake. Empty where calls alone break it.
 */
export function shapeOf({ network, inputs }: Pick<Recording, 'network' | 'inputs'>): string[] {
  const found = new Set([NETWORK_SHAPES[network], ...inputs.map(shapeOfInput)]);
  return [...ORDER].filter((each): each is string => each !== null && found.has(each));
}

function shapeOfInput(input: Input): string | null {
  if (input.kind === 'hold') return HELD;
  const fault = faultOf(input);
  if (fault === null) return null;
  return fault.kind === 'network' ? NETWORK_SHAPES[fault.preset] : SHAPES[fault.kind];
}
