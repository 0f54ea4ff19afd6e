import { Redis } from 'ioredis';
import { UsageError } from '../run/select.ts';
import { tellAddress, type Address } from './address.ts';
import { tellRedisError } from './redis-error.ts';

/** A host that is there answers in milliseconds; one behind a firewall never does. */
const CONNECT_MS_MAX = 5_000;

/** How long after a lost connection the next attempt is made: soon, and never a flood. */
const RETRY_MS_MAX = 1_000;

/**
 * A connection that comes back by itself whenever it is lost; what is asked of it in the meantime waits.
 */
export function connect(address: Address): Redis {
  const { host, port, db, username, password, isSecret } = address;
  return new Redis({
    host,
    port,
    db,
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(isSecret ? { tls: {} } : {}),
    connectTimeout: CONNECT_MS_MAX,
    lazyConnect: true,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, RETRY_MS_MAX),
  });
}

/** Throws `UsageError` that says why the queue cannot be used, and what to do. */
export async function tryConnection(address: Address): Promise<void> {
  const redis = connect(address);
  // Not the way in which it works later on: the first attempt counts.
  redis.options.retryStrategy = () => null;
  let first: unknown = null;
  redis.on('error', (error) => (first ??= error));
  try {
    await redis.connect();
    await redis.set('splitbrain:try', '1', 'EX', 1);
  } catch (error) {
    first ??= error;
  } finally {
    redis.disconnect();
  }
  // A database that does not exist is told as an error, and then another one is used.
  if (first !== null) {
    throw new UsageError(
      `cannot use the queue at ${tellAddress(address)}: ${tellRedisError(first)}`,
    );
  }
}

/** Tells when a connection is lost, and when it is there again. */
export function tellConnection(redis: Redis, address: Address, tell: (line: string) => void): void {
  let isLost = false;
  redis.on('error', (error) => {
    if (isLost) return;
    isLost = true;
    tell(`The queue at ${tellAddress(address)} is lost: ${tellRedisError(error)}. Trying again.`);
  });
  redis.on('ready', () => {
    if (isLost) tell(`The queue at ${tellAddress(address)} is there again.`);
    isLost = false;
  });
}
