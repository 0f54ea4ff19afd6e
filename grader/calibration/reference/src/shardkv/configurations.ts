/** The controllers' state machine: every configuration that was ever decided. */
import { SHARDS, type Config, type Json } from 'splitbrain/shardkv';
import type { StateMachine } from 'splitbrain/kvraft';
import { balance } from './balance.ts';
import type { Change, ChangeArgs } from './messages.ts';

export type ControllerOp =
  ({ readonly kind: 'change' } & ChangeArgs) | { readonly kind: 'query'; readonly num: number };

interface Saved {
  readonly configs: readonly Config[];
  readonly lastSequences: Readonly<Record<string, number>>;
}

export class Configurations implements StateMachine {
  /** Invariant: `configs[num].num === num`; an element never changes. */
  private configs: Config[] = [
    { num: 0, shards: Array.from({ length: SHARDS }, () => 0), groups: {} },
  ];
  /** The newest change that each admin has made. */
  private lastSequences: Record<string, number> = {};

  /** The configuration of this number, if this server knows it already. */
  at(num: number): Config | undefined {
    return this.configs[num];
  }

  doOp(op: Json): Json {
    const operation = op as unknown as ControllerOp;
    if (operation.kind === 'query') return this.query(operation.num) as unknown as Json;
    const { client, sequence, change } = operation;
    if (sequence > (this.lastSequences[client] ?? 0)) {
      this.lastSequences[client] = sequence;
      this.configs.push(changed(this.newest, change));
    }
    return null;
  }

  snapshot(): Json {
    const saved: Saved = { configs: this.configs, lastSequences: this.lastSequences };
    return saved as unknown as Json;
  }

  restore(snapshot: Json): void {
    const { configs, lastSequences } = snapshot as unknown as Saved;
    this.configs = [...configs];
    this.lastSequences = { ...lastSequences };
  }

  private get newest(): Config {
    const newest = this.configs.at(-1);
    if (newest === undefined) throw new Error('configuration 0 is missing');
    return newest;
  }

  private query(num: number): Config {
    return this.configs[num] ?? this.newest;
  }
}

function changed(config: Config, change: Change): Config {
  const num = config.num + 1;
  switch (change.kind) {
    case 'join':
      return balanced({ ...config, num, groups: { ...config.groups, ...change.groups } });
    case 'leave': {
      const left = change.gids.map(String);
      const stay = Object.entries(config.groups).filter(([gid]) => !left.includes(gid));
      return balanced({ ...config, num, groups: Object.fromEntries(stay) });
    }
    case 'move': {
      const shards = config.shards.with(change.shard, change.gid);
      return { ...config, num, shards };
    }
  }
}

function balanced(config: Config): Config {
  const gids = Object.keys(config.groups).map(Number);
  return { ...config, shards: balance(config.shards, gids) };
}
