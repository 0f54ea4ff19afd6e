import type { KvRpc, Node } from '../api.ts';

/** What a client's program is given. */
export interface ClientNode extends Node<KvRpc> {
  readonly options: {
    /** The server's name. */
    readonly server: string;
    readonly leaseMs: number;
  };
}
