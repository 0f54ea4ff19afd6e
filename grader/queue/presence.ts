import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import type { Redis } from 'ioredis';
import { misfit, type Kin } from './kin.ts';
import { PREFIX } from './shelf.ts';

/** Whoever has not been heard of for so long is gone; it may have been killed, or be stopped. */
const GONE_SECONDS = 15;

/** How often each says that it is there: several times before it would count as gone. */
export const BEAT_MS = 3_000;

type Role = 'grader' | 'worker';

/** Somebody at the queue. */
export interface Peer {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly kin: Kin;
}

/** Who is at the queue. Each says so again and again, as nobody who is killed can say goodbye. */
export class Presence {
  readonly self: Peer;
  private readonly redis: Redis;
  private readonly role: Role;

  constructor(redis: Redis, role: Role, kin: Kin) {
    this.redis = redis;
    this.role = role;
    const id = `${role}-${randomBytes(6).toString('hex')}`;
    this.self = { id, host: hostname(), pid: process.pid, kin };
  }

  /** Says that this one is there. */
  async beat(): Promise<void> {
    const { id } = this.self;
    await this.redis.set(peerKey(id), JSON.stringify(this.self), 'EX', GONE_SECONDS);
    await this.redis.sadd(listKey(this.role), id);
  }

  async leave(): Promise<void> {
    await this.redis.del(peerKey(this.self.id));
    await this.redis.srem(listKey(this.role), this.self.id);
  }

  async isThere(id: string): Promise<boolean> {
    return (await this.redis.exists(peerKey(id))) === 1;
  }

  /** All of a role who are there: those who fit this one, and others. */
  async peers(role: Role): Promise<{ kin: Peer[]; others: Peer[] }> {
    const ids = await this.redis.smembers(listKey(role));
    const texts = ids.length === 0 ? [] : await this.redis.mget(...ids.map((id) => peerKey(id)));
    const gone = ids.filter((_, at) => texts[at] === null);
    if (gone.length > 0) await this.redis.srem(listKey(role), ...gone);
    const peers = texts.flatMap((text) => (text === null ? [] : (JSON.parse(text) as Peer)));
    const own = this.self.kin;
    const fits = ({ kin }: Peer): boolean =>
      (role === 'worker' ? misfit(kin, own) : misfit(own, kin)) === null;
    return {
      kin: peers.filter(fits),
      others: peers.filter((each) => !fits(each)),
    };
  }
}

function peerKey(id: string): string {
  return `${PREFIX}:peer:${id}`;
}

function listKey(role: Role): string {
  return `${PREFIX}:${role}s`;
}

/** Somebody in words. */
export function tellPeer({ host, pid }: Peer): string {
  return `process ${pid} on ${host}`;
}
