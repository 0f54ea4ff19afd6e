/** The controllers' state machine: the configurations decided, and how far the groups have followed. */
import { SHARDS, type Config, type Json } from 'splitbrain/shardkv';
import type { StateMachine } from 'splitbrain/kvraft';
import { evenOut } from './even-out.ts';
import type { Change, ChangeArgs } from './messages.ts';

export type AgendaOp =
  | { readonly change: ChangeArgs }
  | { readonly query: number }
  /** Every shard is where configuration `settled` wants it. */
  | { readonly settled: number };

interface State {
  configs: Config[];
  settled: number;
  lastCalls: Record<string, number>;
}

export class Agenda implements StateMachine {
  private state: State = {
    configs: [{ num: 0, shards: Array.from({ length: SHARDS }, () => 0), groups: {} }],
    settled: 0,
    lastCalls: {},
  };

  /** The last configuration that the groups have reached and the one to go to; null at the end. */
  get next(): { readonly from: Config; readonly to: Config } | null {
    const from = this.state.configs[this.state.settled];
    const to = this.state.configs[this.state.settled + 1];
    return from === undefined || to === undefined ? null : { from, to };
  }

  doOp(op: Json): Json {
    const operation = op as unknown as AgendaOp;
    if ('query' in operation) return this.config(operation.query) as unknown as Json;
    if ('settled' in operation) {
      if (operation.settled === this.state.settled + 1) this.state.settled += 1;
      return null;
    }
    const { client, sequence, change } = operation.change;
    if (this.state.lastCalls[client] === sequence) return null;
    this.state.lastCalls[client] = sequence;
    this.state.configs.push(after(this.config(-1), change));
    return null;
  }

  snapshot(): Json {
    return this.state as unknown as Json;
  }

  restore(snapshot: Json): void {
    this.state = structuredClone(snapshot) as unknown as State;
  }

  private config(num: number): Config {
    const config = this.state.configs[num] ?? this.state.configs.at(-1);
    if (config === undefined) throw new Error('there is no configuration');
    return config;
  }
}

function after({ num, shards, groups }: Config, change: Change): Config {
  if (change.kind === 'move') {
    return { num: num + 1, shards: shards.with(change.shard, change.gid), groups };
  }
  const all = new Map(Object.entries(groups));
  if (change.kind === 'join') {
    for (const [gid, names] of Object.entries(change.groups)) all.set(gid, names);
  } else {
    for (const gid of change.gids) all.delete(String(gid));
  }
  return {
    num: num + 1,
    shards: evenOut(shards, [...all.keys()].map(Number)),
    groups: Object.fromEntries(all),
  };
}
