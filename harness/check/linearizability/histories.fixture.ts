import type { End, Json, Operation } from '../history/operation.ts';
import { field, type Call, type PlainObject } from './plain-objects.fixture.ts';

/*
 * Test and bench support: histories of clients that really ran against an object (so they are
 * linearizable), and the same damaged a little (so that they may not be).
 */

/** A small generator of random numbers, the same for the same seed. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) | 0;
  }

  /** A whole number from 0 up to but without `sides`. */
  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.roll(100) < percent;
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[this.roll(items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  }
}

export interface Workload {
  readonly object: PlainObject;
  readonly clients: number;
  readonly operations: number;
  /** What `client` asks for next, given the state of its object as it is now. */
  readonly nextCall: (
    dice: Dice,
    client: string,
    state: (key: string) => Json,
  ) => Omit<Call, 'client'>;
  /** How many operations end unknown, in percent: half of them take effect, some much later. */
  readonly unknownPercent?: number;
  /** How often the clock stands still between two events, in percent. */
  readonly tiePercent?: number;
}

interface Client {
  readonly name: string;
  phase: 'idle' | 'called' | 'applied';
  /** The index of its operation in the history. */
  current: number;
  output: Json;
}

/** Runs the workload: a linearizable history, in the order of its calls. */
export function simulate(seed: number, workload: Workload): Operation[] {
  return new Simulation(new Dice(seed), workload).run();
}

class Simulation {
  private readonly dice: Dice;
  private readonly workload: Workload;
  private readonly states = new Map<string, Json>();
  private readonly history: Operation[] = [];
  /** Operations that their clients gave up, and that will take effect one day. */
  private readonly late: number[] = [];
  private readonly clients: Client[];
  private named: number;
  private time = 0;

  constructor(dice: Dice, workload: Workload) {
    this.dice = dice;
    this.workload = workload;
    this.clients = Array.from({ length: workload.clients }, (_, index) => newClient(index));
    this.named = workload.clients;
  }

  run(): Operation[] {
    let mover = this.dice.pick(this.clients);
    // Clients that wait for ever (for a lock, say) must not keep the simulation going.
    for (let moves = 20 * this.workload.operations + 100; moves > 0; moves--) {
      const isOver = this.history.length >= this.workload.operations;
      if (isOver && this.clients.every(({ phase }) => phase === 'idle')) break;
      if (!this.dice.chance(this.workload.tiePercent ?? 0)) this.time++;
      if (this.late.length > 0 && this.dice.chance(10)) this.apply(this.late.shift() ?? 0);
      // Often the same client again, so that not everything overlaps.
      if (this.dice.chance(40) || !this.clients.includes(mover)) {
        mover = this.dice.pick(this.clients);
      }
      this.move(mover, isOver);
    }
    return this.history;
  }

  private move(client: Client, isOver: boolean): void {
    switch (client.phase) {
      case 'idle':
        if (!isOver) this.call(client);
        break;
      case 'called':
        if (this.dice.chance(this.workload.unknownPercent ?? 0)) this.giveUp(client);
        else this.answer(client);
        break;
      case 'applied':
        this.return(client, client.output, endFor(client.output));
    }
  }

  private call(client: Client): void {
    const call = this.workload.nextCall(this.dice, client.name, (key) => this.stateOf(key));
    client.phase = 'called';
    client.current = this.history.length;
    this.history.push({
      client: client.name,
      op: call.op,
      input: call.input,
      output: null,
      callTime: this.time,
      returnTime: null,
      end: 'unknown',
    });
  }

  private answer(client: Client): void {
    const output = this.apply(client.current);
    if (output === undefined) return;
    client.output = output;
    client.phase = 'applied';
  }

  private giveUp(client: Client): void {
    if (this.dice.chance(50)) this.late.push(client.current);
    if (this.dice.chance(20)) {
      // It never hears back: another client takes its place.
      this.clients[this.clients.indexOf(client)] = newClient(this.named++);
    } else {
      this.return(client, null, 'unknown');
    }
  }

  private return(client: Client, output: Json, end: End): void {
    const operation = this.at(client.current);
    this.history[client.current] = { ...operation, output, end, returnTime: this.time };
    client.phase = 'idle';
  }

  /** Lets an operation take effect; its answer, or undefined if it has to wait. */
  private apply(index: number): Json | undefined {
    const operation = this.at(index);
    const key = keyIn(operation.input);
    const answer = this.workload.object.answer(this.stateOf(key), operation);
    if (answer !== undefined) this.states.set(key, answer.state);
    return answer?.output;
  }

  private stateOf(key: string): Json {
    return this.states.get(key) ?? this.workload.object.initial;
  }

  private at(index: number): Operation {
    const operation = this.history[index];
    if (operation === undefined) throw new RangeError(`no operation ${index}`);
    return operation;
  }
}

function newClient(index: number): Client {
  return { name: String(index), phase: 'idle', current: 0, output: null };
}

export function keyIn(input: Json): string {
  const key = field(input, 'key');
  return typeof key === 'string' ? key : '';
}

/** What says "not done" ends failed. */
function endFor(output: Json): End {
  return output === 'ErrVersion' || output === 'ErrNoKey' || output === false ? 'failed' : 'ok';
}

/** The same by a clock that ticks only every `tick` units: many calls and returns come at one instant. */
export function coarsened(tick: number, history: readonly Operation[]): Operation[] {
  return history.map((operation) => ({
    ...operation,
    callTime: Math.floor(operation.callTime / tick),
    returnTime: operation.returnTime === null ? null : Math.floor(operation.returnTime / tick),
  }));
}

/** A copy of the history with a few small lies in it: other answers, narrower intervals. */
export function damage(seed: number, history: readonly Operation[]): Operation[] {
  const dice = new Dice(seed);
  const damaged = [...history];
  for (let lies = 1 + dice.roll(6); lies > 0; lies--) {
    const index = dice.roll(damaged.length);
    const operation = damaged[index];
    if (operation === undefined) continue;
    damaged[index] = dice.chance(75)
      ? withAnswerOf(operation, dice.pick(damaged))
      : narrowed(operation, dice);
  }
  return damaged;
}

/** Answers also what was never answered: such an operation is its client's last. */
function withAnswerOf(operation: Operation, { op, input, output, end }: Operation): Operation {
  if (op !== operation.op || end === 'unknown' || !isAlike(operation.input, input))
    return operation;
  return { ...operation, output, end, returnTime: operation.returnTime ?? operation.callTime + 3 };
}

/** Whether lists of reads and writes have as many reads. */
function isAlike(first: Json, second: Json): boolean {
  return readsIn(first) === readsIn(second);
}

function readsIn(input: Json): number {
  return JSON.stringify(input).split('"read"').length;
}

function narrowed(operation: Operation, dice: Dice): Operation {
  if (operation.returnTime === null) return operation;
  const callTime = operation.callTime + dice.roll(operation.returnTime - operation.callTime + 1);
  const returnTime = callTime + dice.roll(operation.returnTime - callTime + 1);
  return { ...operation, callTime, returnTime };
}
