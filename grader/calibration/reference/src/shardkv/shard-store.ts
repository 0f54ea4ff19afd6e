/** A group's state machine: the shards that it serves, expects, and has given away. */
import { SHARDS, shardOf, type Config, type Json } from 'splitbrain/shardkv';
import type { StateMachine } from 'splitbrain/kvraft';
import type { Departure, GetAnswer, PutAnswer, PutArgs, ShardData } from './messages.ts';

export type GroupOp =
  | { readonly kind: 'get'; readonly key: string }
  | ({ readonly kind: 'put' } & PutArgs)
  | { readonly kind: 'configure'; readonly config: Config }
  | ({ readonly kind: 'install'; readonly data: ShardData } & Departure)
  | ({ readonly kind: 'forget' } & Departure)
  | ({ readonly kind: 'thanked' } & Departure)
  /** The first of a leader: it does nothing, but all before it is committed with it. */
  | { readonly kind: 'begin' };

/** A shard of ours that is still at its former group, or that this group does not know we have. */
export interface Arrival extends Departure {
  /** The servers that have, or had, the shard. */
  readonly from: readonly string[];
}

interface State {
  config: Config;
  /** The shards that this group serves now, by shard. */
  served: Record<string, ShardData>;
  /** Shards of ours that have not come yet; until all have, no newer configuration is taken. */
  expected: Arrival[];
  /** Shards that came, and are still kept where they came from. */
  toThank: Arrival[];
  /** Shards that left, each kept until its new group has it for good. */
  departed: Record<string, ShardData>;
}

export class ShardStore implements StateMachine {
  private readonly gid: number;
  private state: State = {
    config: { num: 0, shards: Array.from({ length: SHARDS }, () => 0), groups: {} },
    served: {},
    expected: [],
    toThank: [],
    departed: {},
  };

  constructor(gid: number) {
    this.gid = gid;
  }

  get configNum(): number {
    return this.state.config.num;
  }

  get expected(): readonly Arrival[] {
    return this.state.expected;
  }

  get toThank(): readonly Arrival[] {
    return this.state.toThank;
  }

  departedShard(departure: Departure): ShardData | undefined {
    return this.state.departed[label(departure)];
  }

  doOp(op: Json): Json {
    const operation = op as unknown as GroupOp;
    switch (operation.kind) {
      case 'get':
        return { ...this.get(operation.key) };
      case 'put':
        return { ...this.put(operation) };
      case 'configure':
        this.configure(operation.config);
        return null;
      case 'install':
        this.install(operation, operation.data);
        return null;
      case 'forget':
        delete this.state.departed[label(operation)];
        return null;
      case 'thanked':
        this.state.toThank = this.state.toThank.filter((each) => !isSame(each, operation));
        return null;
      case 'begin':
        return null;
    }
  }

  snapshot(): Json {
    return this.state as unknown as Json;
  }

  restore(snapshot: Json): void {
    this.state = structuredClone(snapshot) as unknown as State;
  }

  private get(key: string): GetAnswer {
    const shard = this.state.served[shardOf(key)];
    if (shard === undefined) return { err: 'ErrWrongGroup' };
    const entry = shard[key];
    return entry === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...entry };
  }

  private put({ key, value, version }: PutArgs): PutAnswer {
    const shard = this.state.served[shardOf(key)];
    if (shard === undefined) return { err: 'ErrWrongGroup' };
    const entry = shard[key];
    if (entry === undefined && version > 0) return { err: 'ErrNoKey' };
    if ((entry?.version ?? 0) !== version) return { err: 'ErrVersion' };
    shard[key] = { value, version: version + 1 };
    return { err: 'OK' };
  }

  /** Takes the next configuration: what is no longer ours stops being served at this very point of the log. */
  private configure(config: Config): void {
    const { config: before, served, departed, expected } = this.state;
    if (config.num !== before.num + 1 || expected.length > 0) return;

    for (const [shard, gid] of config.shards.entries()) {
      const former = before.shards[shard] ?? 0;
      const departure = { num: config.num, shard };
      if (former === this.gid && gid !== this.gid) {
        departed[label(departure)] = served[shard] ?? {};
        delete served[shard];
      } else if (gid === this.gid && former === 0) {
        served[shard] = {};
      } else if (gid === this.gid && former !== this.gid) {
        expected.push({ ...departure, from: before.groups[former] ?? [] });
      }
    }
    this.state.config = config;
  }

  private install(departure: Departure, data: ShardData): void {
    const arrival = this.state.expected.find((each) => isSame(each, departure));
    if (arrival === undefined) return; // it came before, and what it holds is newer by now
    // A copy: what the log holds may still have to be sent to others as it is.
    this.state.served[departure.shard] = { ...data };
    this.state.expected = this.state.expected.filter((each) => each !== arrival);
    this.state.toThank.push(arrival);
  }
}

function label({ num, shard }: Departure): string {
  return `${num}/${shard}`;
}

function isSame(a: Departure, b: Departure): boolean {
  return a.num === b.num && a.shard === b.shard;
}
