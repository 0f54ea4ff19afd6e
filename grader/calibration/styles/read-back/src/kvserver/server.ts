import type { GetArgs, GetReply, KvServer, PutArgs, PutReply } from 'splitbrain/kvserver';

export default class TwoMapsServer implements KvServer {
  private values = new Map<string, string>();
  private versions = new Map<string, number>();

  get(args: GetArgs): GetReply {
    const value = this.values.get(args.key);
    const version = this.versions.get(args.key);
    if (value === undefined || version === undefined) return { err: 'ErrNoKey' };
    return { err: 'OK', value, version };
  }

  put(args: PutArgs): PutReply {
    const version = this.versions.get(args.key);
    if (version === undefined && args.version !== 0) return { err: 'ErrNoKey' };
    if ((version ?? 0) !== args.version) return { err: 'ErrVersion' };
    this.values.set(args.key, args.value);
    this.versions.set(args.key, args.version + 1);
    return { err: 'OK' };
  }
}
