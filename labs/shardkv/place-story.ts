import { seconds } from '../../harness/check/invariant.ts';
import type { TraceEvent } from '../../harness/trace/trace.ts';
import { fieldsOf, isCount } from '../shape-error.ts';
import { shardOf } from './api.ts';

/** Calls told at the end; where many wait they mostly wait for the same. */
const CALLS_TOLD = 3;

/** A call of a clerk that has not returned. */
interface Waiting {
  readonly process: number;
  readonly method: string;
  readonly key: string;
  readonly sinceUs: number;
}

/** Whose turn it is to serve the keys that clerks wait for, and whether those servers are up. */
export class PlaceStory {
  private readonly names: readonly string[];
  private readonly waiting = new Map<number, Waiting>();
  private readonly down = new Set<number>();
  private readonly cutOff = new Set<number>();
  /** The newest configuration that anybody was told of. */
  private newest: { readonly num: number; readonly shards: readonly unknown[] } | null = null;

  constructor(names: readonly string[]) {
    this.names = names;
  }

  /** Takes every event of the run. */
  take(event: TraceEvent): void {
    switch (event.kind) {
      case 'event':
        if (event.event.kind === 'invoke') this.called(event.server, event.atUs, event.event);
        return;
      case 'effect':
        if (event.effect.kind === 'return') this.returned(event.effect);
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

  private tellOne({ process, method, key, sinceUs }: Waiting): string {
    const shard = shardOf(key);
    const head = `${this.names[process]} waits for ${method}("${key}") since ${seconds(sinceUs)}: its shard is ${shard}`;
    const gid = this.newest?.shards[shard];
    if (this.newest === null || !isCount(gid)) {
      return `${head}, and no admin was told a configuration that says whose that is.`;
    }
    const told = `in configuration ${this.newest.num}, the newest that was told to an admin,`;
    if (gid === 0) return `${head}, which ${told} is nobody's.`;
    const servers = this.names.flatMap((name, at) => (name.startsWith(`g${gid} `) ? [at] : []));
    const states = servers.map((server) => `${this.names[server]} ${this.stateOf(server)}`);
    return `${head}, which ${told} is group ${gid}'s: ${states.join(', ')}.`;
  }

  private stateOf(server: number): string {
    if (this.down.has(server)) return 'is down';
    return this.cutOff.has(server) ? 'is cut off' : 'is up';
  }

  private called(
    process: number,
    sinceUs: number,
    { invocation, method, args }: { invocation: number; method: string; args: string },
  ): void {
    const [key] = JSON.parse(args) as unknown[];
    if ((method === 'get' || method === 'put') && typeof key === 'string') {
      this.waiting.set(invocation, { process, method, key, sinceUs });
    }
  }

  private returned({ invocation, value }: { invocation: number; value: string }): void {
    this.waiting.delete(invocation);
    const { num, shards } = fieldsOf(JSON.parse(value));
    if (!isCount(num) || !Array.isArray(shards) || num < (this.newest?.num ?? 0)) return;
    this.newest = { num, shards };
  }
}
