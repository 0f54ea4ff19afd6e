import { PASSWORD_VARIABLE } from './address.ts';

const START = "Start one, such as Debian's redis-server, or mend host and port";
const PASSWORD = `write redis://:password@host:port, or set ${PASSWORD_VARIABLE}`;

/** What errors of Redis, and of the way to it, mean to somebody who grades a class. */
const MEANINGS: readonly (readonly [RegExp, string])[] = [
  [/ECONNREFUSED/, `nothing listens there. ${START}`],
  [/ENOTFOUND|EAI_AGAIN/, 'no such host. Mend the name'],
  [
    /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    'the host does not answer. Mend the address, or a firewall',
  ],
  [/ECONNRESET|Connection is closed/, 'it hung up'],
  [/NOAUTH/, `it wants a password: ${PASSWORD}`],
  [/WRONGPASS|invalid password/, 'it refuses this user or password'],
  [/NOPERM/, 'this user may not do what a queue needs: allow all commands on keys splitbrain:*'],
  [/DB index is out of range/, 'it has no database of that number; most have 0 to 15'],
  [/RESP type|Protocol error/, 'what listens there is no Redis'],
  [/unknown command .?HELLO/i, 'it is too old: Redis 6 or newer is needed'],
  [/READONLY/, 'it is a replica that takes no writes. Name the master'],
  [/^OOM/, 'its memory is full (maxmemory). Give it more, and set maxmemory-policy noeviction'],
  [/MISCONF/, 'it cannot write to its disk, and so takes nothing. Make room there'],
  [/CROSSSLOT|MOVED|CLUSTERDOWN/, 'it is a cluster. A queue needs a single Redis'],
  [/certificate|SSL|TLS/i, 'the encrypted connection failed'],
];

/** An error of Redis in words, with what to do about it, and the error's own words. */
export function tellRedisError(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  const own = [code, message].filter((part) => part !== undefined && part !== '').join(': ');
  const meaning = MEANINGS.find(([pattern]) => pattern.test(own))?.[1];
  return meaning === undefined ? own : `${meaning} (${message ?? own})`;
}
