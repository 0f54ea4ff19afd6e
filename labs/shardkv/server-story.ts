import { Answers } from '../../harness/story/answers.ts';
import { tellCall, tellJson } from '../../harness/story/message-words.ts';
import type { Past, Told } from '../../harness/story/narrator.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { nameOf, roleOf, type Member } from '../../harness/vocabulary/role.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import { SHARDS, shardOf } from './api.ts';
import { configsIn, type Known } from './known-owners.ts';
import { CONTROLLERS } from './layout.ts';

/** Messages of hand-overs that the verdict is not about. */
const HAND_OVERS = 'answers about shards';

/** An answer that says only that it is not the time, or not the server. */
const REFUSAL = /"Err\w+"/;
/** Who looks for a leader asks all servers. */
const NOT_HERE = /"Err\w*Leader"/;

/** A group that has heard of a configuration takes it within this time, as long as nothing fails. */
const TAKEN_US = 100_000;

/** Who answered for a shard last. */
interface Served {
  readonly server: number;
  readonly atUs: number;
}

/**
 * The servers' side of a run: which configuration a group has heard of, which shards it was asked for by others,
 * and who answered for a key. Messages are the student's own: a configuration is known by its shape, and all else
 * is told by its name and what it carries.
 */
export class ServerStory {
  private readonly members: readonly Member[];
  /** The shards that the verdict is about, by the keys that it names. */
  private readonly shards: ReadonlySet<number>;
  private readonly evidence: string;
  private readonly answers = new Answers();
  /** The newest configuration that each group has heard of, and when; and the newest of all. */
  private readonly heard = new Map<number, Known & { readonly atUs: number }>();
  private newest: Known | null = null;
  /** By shard and group. */
  private readonly served = new Map<string, Served>();
  /** Groups, shards and configurations that were told already. */
  private readonly doubted = new Set<string>();
  /** The last server of a group that each client heard. */
  private readonly lastHeard = new Map<number, number>();

  constructor(members: readonly Member[], evidence: string) {
    this.members = members;
    this.evidence = evidence;
    this.shards = new Set(keysIn(evidence).map(shardOf));
  }

  /** What the event says of servers; null for nothing. */
  tell(event: TraceEvent, past: Past): Told | null {
    if (event.kind === 'event') {
      const { event: what, server, from } = event;
      if (what.kind === 'request') return this.hears(event, what.args);
      if (what.kind !== 'reply' || what.reply === null) return null;
      if (this.gidOf(from) !== null) this.lastHeard.set(server, from);
      return this.hears(event, what.reply);
    }
    if (event.kind !== 'effect' || event.effect.kind !== 'respond') return null;
    return this.answersAbout(event.server, event.effect, past);
  }

  /** Who has answered a clerk's call; `note` where that server's group had given the shard away, as far as it is known. */
  servedBy(
    clerk: number,
    key: string,
    atUs: number,
  ): { server: string; note: string | null } | null {
    const server = this.lastHeard.get(clerk);
    const gid = server === undefined ? null : this.gidOf(server);
    if (server === undefined || gid === null) return null;
    const shard = shardOf(key);
    const isAbout = this.shards.has(shard);
    const note =
      isAbout || this.shards.size === 0 ? this.doubt({ server, gid, shard, atUs }) : null;
    this.served.set(`${shard} ${gid}`, { server, atUs });
    return { server: this.name(server), note };
  }

  /** A group answers although a configuration gives the shard to another one: what is known of that on either side. */
  private doubt({
    server,
    gid,
    shard,
    atUs,
  }: {
    readonly server: number;
    readonly gid: number;
    readonly shard: number;
    readonly atUs: number;
  }): string | null {
    const { newest } = this;
    const owner = newest?.shards[shard];
    if (newest === null || owner === undefined || owner === gid) return null;
    const known = this.heard.get(gid);
    const hasHeard = known !== undefined && known.num >= newest.num;
    const other = this.served.get(`${shard} ${owner}`);
    const isLate = hasHeard && atUs - known.atUs >= TAKEN_US;
    if (other === undefined && !isLate) return null;
    const what = `${gid} ${shard} ${newest.num}`;
    if (this.doubted.has(what)) return null;
    this.doubted.add(what);
    const gives = `configuration ${newest.num} gives it to ${owner === 0 ? 'nobody' : `group ${owner}`}`;
    const facts = [
      ...(hasHeard ? [`group ${gid} heard of that at ${seconds(known.atUs)}`] : []),
      ...(other === undefined
        ? []
        : [`${this.name(other.server)} answered for it at ${seconds(other.atUs)}`]),
    ];
    return `${this.name(server)} answers for shard ${shard}: ${gives}; ${facts.join(', and ')}`;
  }

  /** A process hears a configuration that is newer than what its group knew. */
  private hears({ atUs, server, from }: TraceEvent & { kind: 'event' }, text: string): Told | null {
    const group = this.members[server]?.group;
    const isOwnGroup = group !== undefined && group === this.members[from]?.group;
    if (isOwnGroup || !text.includes('"shards"')) return null;
    const newest = configsIn(JSON.parse(text))
      .toSorted((a, b) => a.num - b.num)
      .at(-1);
    if (newest === undefined) return null;
    if (newest.num > (this.newest?.num ?? -1)) {
      this.newest = newest;
      // Who has answered for a shard under an older one says nothing about this one.
      this.served.clear();
    }
    const gid = this.gidOf(server);
    if (gid === null || newest.num <= (this.heard.get(gid)?.num ?? 0)) return null;
    const before = this.heard.get(gid);
    this.heard.set(gid, { ...newest, atUs });
    const [shard] = this.shards;
    const isAbout = shard !== undefined && this.shards.size === 1;
    if (isAbout && before?.shards[shard] === newest.shards[shard]) return null;
    const short = `config ${newest.num}`;
    return {
      server,
      words: `hears of configuration ${newest.num}: ${this.tellShards(newest, gid)}`,
      short,
      isAbout,
    };
  }

  private tellShards({ shards }: Known, gid: number): string {
    if (this.shards.size === 1) {
      const [shard = 0] = this.shards;
      return `shard ${shard} is ${shards[shard] === 0 ? "nobody's" : `group ${shards[shard]}'s`}`;
    }
    const own = shards.flatMap((each, shard) => (each === gid ? [shard] : []));
    if (own.length === SHARDS) return 'it has all shards';
    return own.length === 0 ? 'it has no shard' : `it has ${own.join(' ')}`;
  }

  /** A group's server answers somebody outside of its group who is no clerk: that is about shards. */
  private answersAbout(
    server: number,
    { call, reply }: Effect & { kind: 'respond' },
    past: Past,
  ): Told | null {
    const request = past.request(call);
    if (this.gidOf(server) === null || request === undefined) return null;
    const { from, method, args } = request;
    const asker = this.members[from];
    if (asker === undefined || roleOf(asker) === 'clerk') return null;
    if (asker.group === this.members[server]?.group) return null;
    const isMeant = this.isAbout(`${args} ${reply}`);
    if (this.shards.size > 0 && !isMeant) return null;
    if (NOT_HERE.test(reply) || !this.answers.isNews(server, request, reply)) return null;
    const words = `${tellCall(method, args)}, for ${this.name(from)} -> ${tellJson(reply)}`;
    const isGiven = isMeant && !REFUSAL.test(reply);
    return { server, words, ...(isMeant ? { isAbout: isGiven } : { alike: HAND_OVERS }) };
  }

  /** Whether a message names a shard or a key that the verdict is about. */
  private isAbout(text: string): boolean {
    const named = [...text.matchAll(/"shard\w*":(\d+)/gi)].map(([, shard]) => Number(shard));
    if (named.length > 0) return named.some((shard) => this.shards.has(shard));
    return keysIn(this.evidence).some((key) => text.includes(JSON.stringify(key)));
  }

  /** The number of a server's group; null for controllers and clients. */
  private gidOf(process: number): number | null {
    const { group } = this.members[process] ?? {};
    if (group === undefined || group === CONTROLLERS) return null;
    return /^g\d+$/.test(group) ? Number(group.slice(1)) : null;
  }

  private name(process: number): string {
    return nameOf(this.members, process);
  }
}

/** The keys that the evidence is about: those of the calls that it explains, or of the one that waits longest. */
function keysIn(evidence: string): string[] {
  const explained = [...evidence.matchAll(/\b(?:Get|Put)\("([^"]*)"/g)];
  const waiting = /\b(?:get|put) \{"key":"([^"]*)"/.exec(evidence);
  const found = explained.length > 0 || waiting === null ? explained : [waiting];
  return [...new Set(found.map(([, key = '']) => key))];
}
