import type { LockStep } from '../algorithms/lock-holds.ts';
import { int } from '../cell.ts';
import { predecessorsOf } from '../program-order.ts';
import { BLIND, type Outlook } from './outlook.ts';
import { EFFECT, ILLEGAL, type SearchProblem } from './search-problem.ts';

/** Who holds the lock (nobody: -1), and the latest fencing token. */
interface LockState {
  readonly holder: number;
  readonly token: number;
}

/** A lock that one client holds at a time. */
export class LockProblem implements SearchProblem {
  readonly count: number;
  readonly callTimes: Float64Array;
  readonly returnTimes: Float64Array;
  readonly predecessors: Int32Array;
  readonly effects: Uint8Array;
  readonly classes: Int32Array;
  readonly initialState: number;

  private readonly steps: readonly LockStep[];
  private readonly clients: Int32Array;
  private readonly states: LockState[] = [];
  private readonly stateAt = new Map<string, number>();

  constructor(steps: readonly LockStep[]) {
    this.steps = steps;
    this.count = steps.length;
    this.callTimes = Float64Array.from(steps, ({ callTime }) => callTime);
    this.returnTimes = Float64Array.from(steps, ({ returnTime }) => returnTime);
    this.predecessors = predecessorsOf(steps);
    this.effects = Uint8Array.from(steps, ({ kind }) =>
      kind === 'refused' ? EFFECT.observes : EFFECT.changes,
    );
    const names = [...new Set(steps.map(({ client }) => client))];
    const numberOf = new Map(names.map((name, index) => [name, index]));
    this.clients = Int32Array.from(steps, ({ client }) => numberOf.get(client) ?? 0);
    this.classes = classesOf(steps);
    this.initialState = this.intern({ holder: -1, token: -1 });
  }

  step(state: number, operation: number): number {
    const { holder, token } = this.states[state] ?? { holder: -1, token: -1 };
    const step = this.steps[operation];
    const client = int(this.clients, operation);
    if (step === undefined) return ILLEGAL;
    if (step.kind === 'refused') return holder === -1 ? ILLEGAL : state;
    if (step.kind === 'released') {
      return holder === client ? this.intern({ holder: -1, token }) : ILLEGAL;
    }
    const isFree = holder === -1 && (step.token ?? Infinity) > token;
    return isFree ? this.intern({ holder: client, token: step.token ?? token }) : ILLEGAL;
  }

  isWorst(): boolean {
    return false;
  }

  outlook(): Outlook {
    return BLIND;
  }

  private intern(state: LockState): number {
    const name = `${state.holder} ${state.token}`;
    const known = this.stateAt.get(name) ?? this.states.push(state) - 1;
    this.stateAt.set(name, known);
    return known;
  }
}

/** Numbers steps so that two have the same number exactly if they do the same. */
function classesOf(steps: readonly LockStep[]): Int32Array {
  const known = new Map<string, number>();
  return Int32Array.from(steps, ({ kind, token, client }) => {
    const name = `${kind} ${token ?? ''} ${client}`;
    const found = known.get(name) ?? known.size;
    known.set(name, found);
    return found;
  });
}
