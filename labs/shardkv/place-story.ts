import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { nameOf, type Member } from '../../harness/vocabulary/role.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import { fieldsOf, isCount } from '../../harness/clients/shape-error.ts';
import { shardOf } from './api.ts';

/** The groups that an admin's change lets join, or leave. */
interface Change {
  readonly joins?: readonly string[];
  readonly leaves?: readonly string[];
}

/** Calls told at the end; where many wait they mostly wait for the same. */
const CALLS_TOLD = 3;

/** A call of a clerk that has not returned. */
interface Waiting {
  readonly process: number;
  readonly method: string;
  readonly key: string;
  readonly sinceUs: number;
  /** The servers that the clerk asked for it, the last one at the end. */
  readonly asked: Set<number>;
}

/** Servers told that a clerk asked last: those of one group. */
const ASKED_TOLD = 3;

/** Whose turn it is to serve the keys that clerks wait for, and whether those servers are up. */
export class PlaceStory {
  private readonly members: readonly Member[];
  private readonly waiting = new Map<number, Waiting>();
  private readonly down = new Set<number>();
  private readonly cutOff = new Set<number>();
  private readonly changes = new Map<number, Change>();
  private readonly joined = new Set<string>();
  /** Changes that were made since the newest configuration was told. */
  private changesSince = 0;
  /** The newest configuration that an admin was told of. */
  private newest: { readonly num: number; readonly shards: readonly unknown[] } | null = null;

  constructor(members: readonly Member[]) {
    this.members = members;
  }

  /** Takes every event of the run. */
  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'event':
        if (event.event.kind === 'invoke') this.called(event.server, event.atUs, event.event);
        return;
      case 'effect':
        if (event.effect.kind === 'return') this.returned(event.effect);
        if (event.effect.kind === 'send') this.sent(event.server, event.effect);
        return;
      case 'crash':
        return void this.down.add(event.server);
      case 'restart':
        return void this.down.delete(event.server);
      case 'fault':
        if (event.fault.kind === 'disconnect') this.cutOff.add(event.fault.server);
        if (event.fault.kind === 'connect') this.cutOff.delete(event.fault.server);
        return;
      case 'heal':
        return this.cutOff.clear();
      default:
    }
  }

  tell(): string[] {
    return [...this.waiting.values()].slice(0, CALLS_TOLD).map((each) => this.tellOne(each));
  }

  private tellOne({ process, method, key, sinceUs, asked }: Waiting): string {
    const shard = shardOf(key);
    const servers = [...asked].slice(-ASKED_TOLD);
    const last = servers.length === 0 ? 'no server' : this.tellServers(servers);
    return (
      `${nameOf(this.members, process)} waits for ${method}("${key}") since ${seconds(sinceUs)}: ` +
      `the key is in shard ${shard}, ${this.tellOwner(shard)}. It asked ${last}.`
    );
  }

  /** Who has the shard, as far as it was told to an admin. */
  private tellOwner(shard: number): string {
    const { newest } = this;
    const { changesSince: since } = this;
    const changes = since === 0 ? '' : `, ${since} ${since === 1 ? 'change' : 'changes'} ago`;
    const gid = newest?.shards[shard];
    if (newest === null || !isCount(gid)) {
      const joined = [...this.joined].join(', ') || 'none';
      return `and the groups that have joined are ${joined}`;
    }
    const known = `in configuration ${newest.num}, the newest that an admin was told${changes},`;
    if (gid === 0) return `which is nobody's ${known.slice(0, -1)}`;
    const servers = this.members.flatMap(({ group }, at) => (group === `g${gid}` ? [at] : []));
    return `which ${known} is group ${gid}'s (${this.tellServers(servers)})`;
  }

  private tellServers(servers: readonly number[]): string {
    return servers
      .map((server) => `${nameOf(this.members, server)}: ${this.stateOf(server)}`)
      .join(', ');
  }

  private stateOf(server: number): string {
    if (this.down.has(server)) return 'down';
    return this.cutOff.has(server) ? 'cut off' : 'up';
  }

  private called(
    process: number,
    sinceUs: number,
    { invocation, method, args }: { invocation: number; method: string; args: string },
  ): void {
    const [first] = JSON.parse(args) as unknown[];
    if ((method === 'get' || method === 'put') && typeof first === 'string') {
      this.waiting.set(invocation, { process, method, key: first, sinceUs, asked: new Set() });
    }
    if (method === 'join') this.changes.set(invocation, { joins: Object.keys(fieldsOf(first)) });
    if (method === 'leave')
      this.changes.set(invocation, { leaves: (first as number[]).map(String) });
    if (method === 'move') this.changes.set(invocation, {});
  }

  private returned({ invocation, value }: { invocation: number; value: string }): void {
    this.waiting.delete(invocation);
    const change = this.changes.get(invocation);
    if (change !== undefined) {
      this.changesSince++;
      for (const gid of change.joins ?? []) this.joined.add(gid);
      for (const gid of change.leaves ?? []) this.joined.delete(gid);
    }
    const { num, shards } = fieldsOf(JSON.parse(value));
    if (!isCount(num) || !Array.isArray(shards) || num <= (this.newest?.num ?? -1)) return;
    this.newest = { num, shards };
    this.changesSince = 0;
  }

  /** A clerk calls somebody: it may be about the key that it waits for, if its arguments hold that. */
  private sent(process: number, { to, args }: { to: number; args: string }): void {
    for (const { process: clerk, key, asked } of this.waiting.values()) {
      if (clerk !== process || !args.includes(JSON.stringify(key))) continue;
      asked.delete(to);
      asked.add(to);
    }
  }
}
