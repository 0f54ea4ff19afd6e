import type { GetArgs, GetReply, KvServer, PutArgs, PutReply } from 'splitbrain/kvserver';

interface Entry {
  readonly value: string;
  /** How often the key was put. */
  readonly version: number;
}

/**
 * A key/value server. It remembers nothing of its clients: a put that arrives twice carries the
 * version that the first one used up.
 */
export default class Server implements KvServer {
  private readonly entries = new Map<string, Entry>();

  get({ key }: GetArgs): GetReply {
    const entry = this.entries.get(key);
    if (entry === undefined) return { err: 'ErrNoKey' };
    return { err: 'OK', value: entry.value, version: entry.version };
  }

  put({ key, value, version }: PutArgs): PutReply {
    const current = this.entries.get(key)?.version ?? 0;
    if (current === 0 && version > 0) return { err: 'ErrNoKey' };
    if (current !== version) return { err: 'ErrVersion' };

    this.entries.set(key, { value, version: version + 1 });
    return { err: 'OK' };
  }
}
