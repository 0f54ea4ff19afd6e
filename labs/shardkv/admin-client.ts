import type { Json } from '../../harness/check/history/operation.ts';
import type { Steps } from '../../harness/scenario/script.ts';
import { Client, type Clients } from '../clients.ts';
import { fieldsOf, isCount, ShapeError } from '../shape-error.ts';
import { SHARDS, type Config, type Groups } from './api.ts';
import { argsOf, sayChange, type Change } from './change.ts';
import type { AdminFact } from './fact.ts';

/** What an admin's calls are told to: the promises about configurations. */
export type Tell = (fact: AdminFact) => void;

/** An admin's machine. Its process has the methods of the lab's `Admin`. */
export class AdminClient extends Client {
  private readonly tell: Tell;
  private calls = 0;

  constructor(admins: Clients, process: number, tell: Tell) {
    super(admins, process);
    this.tell = tell;
  }

  /** Gives false when the machine is down or crashes first: nobody knows whether the change took effect. */
  *change(change: Change): Steps<boolean> {
    if (!this.isUp) return false;
    const stamp = this.stamp();
    const args = argsOf(change);
    this.tell({ kind: 'change-called', ...stamp(), change });
    const request = { op: change.kind, input: args, method: change.kind, args };
    const answer = yield* this.call({ ...request, words: sayChange(change) }, () => {
      this.tell({ kind: 'change-answered', ...stamp(), change });
      return { answer: true, output: null, end: 'ok' };
    });
    return answer ?? false;
  }

  /** Null when the machine is down or crashes first. */
  *query(num: number): Steps<Config | null> {
    if (!this.isUp) return null;
    const stamp = this.stamp();
    this.tell({ kind: 'query-called', ...stamp(), num });
    const request = { op: 'query', input: { num }, method: 'query', args: [num] };
    return yield* this.call({ ...request, words: `query(${num})` }, (value) => {
      const config = readConfig(value);
      this.tell({ kind: 'query-answered', ...stamp(), num, config });
      return { answer: config, output: value, end: 'ok' };
    });
  }

  private stamp(): () => { atUs: number; admin: string; call: string } {
    const { name } = this;
    const call = `${name}/${++this.calls}`;
    return () => ({ atUs: this.clients.sim.nowUs, admin: name, call });
  }
}

/** Throws ShapeError for what is no configuration. */
export function readConfig(value: Json): Config {
  const { num, shards, groups } = fieldsOf(value);
  if (isCount(num) && isShards(shards) && isGroups(groups)) return { num, shards, groups };
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
