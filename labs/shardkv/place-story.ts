import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { nameOf, type Member } from '../../harness/vocabulary/role.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import type { Json } from '../../harness/check/history/operation.ts';
import { shardOf } from './api.ts';
import { KnownOwners } from './known-owners.ts';
import { CONTROLLERS } from './layout.ts';

/** The methods with which an admin changes the configuration. */
const CHANGES: readonly string[] = ['join', 'leave', 'move'];

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
  /** Changes that have not returned, by the numbers of their calls. */
  private readonly changes = new Map<number, { readonly method: string; readonly args: Json[] }>();
  private readonly owners = new KnownOwners();

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
        if (event.effect.kind === 'respond') this.answered(event.server, event.effect.reply);
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

  private tellOwner(shard: number): string {
    const { gid, words } = this.owners.ownerOf(shard);
    if (gid === null) return `and ${words}`;
    if (gid === 0) return `which is nobody's ${words}`;
    const servers = this.members.flatMap(({ group }, at) => (group === `g${gid}` ? [at] : []));
    return `which is group ${gid}'s (${this.tellServers(servers)}), ${words}`;
  }

  private tellServers(servers: readonly number[]): string {
    const name = (server: number): string => nameOf(this.members, server);
    const isAllUp = servers.every((server) => this.stateOf(server) === 'up');
    if (isAllUp) return `${servers.map(name).join(', ')}: up`;
    return servers.map((server) => `${name(server)}: ${this.stateOf(server)}`).join(', ');
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
    const given = JSON.parse(args) as Json[];
    const [first] = given;
    if ((method === 'get' || method === 'put') && typeof first === 'string') {
      this.waiting.set(invocation, { process, method, key: first, sinceUs, asked: new Set() });
    }
    if (CHANGES.includes(method)) this.changes.set(invocation, { method, args: given });
  }

  private returned({ invocation, value }: { invocation: number; value: string }): void {
    this.waiting.delete(invocation);
    const change = this.changes.get(invocation);
    if (change !== undefined) this.owners.change(change.method, change.args);
    this.changes.delete(invocation);
    this.owners.hear(JSON.parse(value));
  }

  private answered(process: number, reply: string): void {
    if (this.members[process]?.group === CONTROLLERS) this.owners.hear(JSON.parse(reply));
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
