import type { End, Json, Operation } from '../history/operation.ts';
import { Dice, keyIn } from './histories.fixture.ts';
import type { PlainObject } from './plain-objects.fixture.ts';
import type { Calls } from './workloads.fixture.ts';

/*
 * Test and bench support: crowds of clients that all have something in flight all the time, on one
 * object. These are the histories with the most orders to choose from.
 */

export interface Crowd {
  readonly object: PlainObject;
  readonly clients: number;
  readonly operations: number;
  readonly nextCall: Calls;
  /** How many operations end unknown, in percent: half of them take effect, some long after. */
  readonly unknownPercent?: number;
}

interface Event {
  readonly time: number;
  readonly index: number;
  readonly kind: 'call' | 'effect';
}

/** Microseconds from an operation's call to its return, and from there to the client's next call. */
const SHORTEST = 1_000;
const LONGEST = 6_000;
const LONGEST_GAP = 1_000;
/** How late an operation may take effect that its client gave up. */
const LATEST = 60_000;

/**
 * A history that holds, in the order of its calls; times are whole microseconds. A client that never
 * hears back goes on under a new name.
 */
export function crowdHistory(seed: number, crowd: Crowd): Operation[] {
  const dice = new Dice(seed);
  const history: Operation[] = [];
  const states = new Map<string, Json>();
  const stateOf = (key: string): Json => states.get(key) ?? crowd.object.initial;
  const names = Array.from({ length: crowd.clients }, (_, client) => String(client));
  const queue: Event[] = names.map((_, index) => ({
    time: dice.roll(LONGEST_GAP),
    index,
    kind: 'call',
  }));
  let named = crowd.clients;

  function call(client: number, callTime: number): void {
    const name = names[client] ?? '';
    const end: End = dice.chance(crowd.unknownPercent ?? 0) ? 'unknown' : 'ok';
    const returnTime = callTime + SHORTEST + dice.roll(LONGEST - SHORTEST);
    const window = end === 'ok' ? returnTime - callTime : LATEST;
    const asked = crowd.nextCall(dice, name, stateOf);
    if (end === 'ok' || dice.chance(50)) {
      queue.push({ time: callTime + dice.roll(window), index: history.length, kind: 'effect' });
    }
    if (end === 'unknown') names[client] = String(named++);
    history.push({
      ...asked,
      client: name,
      output: null,
      callTime,
      returnTime: end === 'ok' ? returnTime : null,
      end,
    });
    queue.push({ time: returnTime + dice.roll(LONGEST_GAP), index: client, kind: 'call' });
  }

  function takeEffect(index: number): void {
    const called = history[index];
    if (called === undefined) return;
    // What is asked for is made up only now, so that a compare-and-set can hit.
    const operation = { ...called, ...crowd.nextCall(dice, called.client, stateOf) };
    const key = keyIn(operation.input);
    const answer = crowd.object.answer(stateOf(key), operation);
    if (answer === undefined) return;
    states.set(key, answer.state);
    history[index] = operation.end === 'ok' ? { ...operation, output: answer.output } : operation;
  }

  while (history.length < crowd.operations || queue.some(({ kind }) => kind === 'effect')) {
    const next = queue.reduce((first, event) => (event.time < first.time ? event : first));
    queue.splice(queue.indexOf(next), 1);
    if (next.kind === 'effect') takeEffect(next.index);
    else if (history.length < crowd.operations) call(next.index, next.time);
  }
  return history;
}
