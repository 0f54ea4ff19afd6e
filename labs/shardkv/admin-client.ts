import type { Json } from '../../harness/check/history/operation.ts';
import type { Steps } from '../../harness/vocabulary/script.ts';
import { Client } from '../../harness/clients/client.ts';
import { named, type Answered, type ClientCall } from '../../harness/clients/client-call.ts';
import type { Clients } from '../../harness/clients/clients.ts';
import { fieldsOf, isCount, ShapeError } from '../../harness/clients/shape-error.ts';
import { SHARDS, type Config, type Groups } from './api.ts';
import { argsOf, changeOf, sayChange, type Change } from './change.ts';
import type { AdminFact } from './fact.ts';

/** What an admin's calls are told to: the promises about configurations. */
export type Tell = (fact: AdminFact) => void;

/** An admin's machine. Its process has the methods of the lab's `Admin`. */
export class AdminClient extends Client {
  protected readonly methods = METHODS;
  private readonly tell: Tell;

  constructor(admins: Clients, process: number, tell: Tell) {
    super(admins, process);
    this.tell = tell;
  }

  /** Returns false when the machine is down or crashes first: nobody knows whether the change took effect. */
  *change(change: Change): Steps<boolean> {
    const { kind } = change;
    return (yield* this.call(kind, argsOf(change), METHODS[kind])) ?? false;
  }

  /** Null when the machine is down or crashes first. */
  query(num: number): Steps<Config | null> {
    return this.call('query', [num], METHODS.query);
  }

  protected override begin(call: ClientCall): void {
    super.begin(call);
    const { method, args } = call;
    const stamp = this.stamp(call);
    if (method === 'query') this.tell({ kind: 'query-called', ...stamp, num: Number(args[0]) });
    else this.tell({ kind: 'change-called', ...stamp, change: changeOf(method, args) });
  }

  protected override end(call: ClientCall, answered: Answered<unknown>): void {
    super.end(call, answered);
    const { method, args } = call;
    const stamp = this.stamp(call);
    if (method === 'query') {
      const config = answered.answer as Config;
      this.tell({ kind: 'query-answered', ...stamp, num: Number(args[0]), config });
    } else this.tell({ kind: 'change-answered', ...stamp, change: changeOf(method, args) });
  }

  protected override say({ method, args }: ClientCall): string {
    return method === 'query' ? `query(${Number(args[0])})` : sayChange(changeOf(method, args));
  }

  private stamp({ client, number }: ClientCall): Pick<AdminFact, 'atUs' | 'admin' | 'call'> {
    return { atUs: this.clients.sim.nowUs, admin: client, call: `${client}/${number}` };
  }
}

const CHANGE = { input: (args: readonly Json[]): Json => args, read: readDone };
const METHODS = {
  join: CHANGE,
  leave: CHANGE,
  move: CHANGE,
  query: { input: named('num'), read: readQuery },
};

/** A change is done when its call returns, whatever it returns. */
function readDone(): Answered<true> {
  return { answer: true, output: null, end: 'ok' };
}

function readQuery(value: Json): Answered<Config> {
  const { num, shards, groups } = fieldsOf(value);
  if (isCount(num) && isShards(shards) && isGroups(groups)) {
    return { answer: { num, shards, groups }, output: value, end: 'ok' };
  }
  throw new ShapeError(
    `query() must resolve to { num, shards: ${SHARDS} group numbers, groups: server names by group }; ` +
      `it resolved to ${JSON.stringify(value)}`,
  );
}

function isShards(value: unknown): value is number[] {
  return Array.isArray(value) && value.length === SHARDS && value.every(isCount);
}

function isGroups(value: unknown): value is Groups {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (names) => Array.isArray(names) && names.every((name) => typeof name === 'string'),
  );
}
