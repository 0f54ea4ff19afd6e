/**
 * What every lab's server is given: its place in the cluster, its peers, its disk and a log.
 * Students import these names through their lab, for example from 'splitbrain/raft'.
 */

/** A value that survives being written as JSON and read back: what may cross the network or be saved. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/** The handlers that a server offers its peers, one method for each RPC. A handler may be async. */
export type Handlers<Rpc> = {
  [Method in keyof Rpc]: Rpc[Method] extends (args: infer Args) => infer Reply
    ? (args: Args) => Reply | Promise<Awaited<Reply>>
    : never;
};

/**
 * Another server, as seen over the network.
 *
 * Every call sends one request and resolves to the reply, or to `undefined` when the request or the
 * reply was lost. `undefined` does not say which: the handler may or may not have run. A handler may
 * take as long as it likes; only a call to a server that is down or cut off, or that goes down, gives up,
 * after up to 7 seconds in Lab 3 and 100 ms in the others. So never wait for one peer before calling
 * the next.
 */
export type Peer<Rpc> = {
  [Method in keyof Rpc]: Rpc[Method] extends (args: infer Args) => infer Reply
    ? (args: Args) => Promise<Awaited<Reply> | undefined>
    : never;
};

/** A server's disk: the only thing that survives a crash. */
export interface Persister {
  /**
   * Replaces what is on disk, atomically; it is durable when `save` returns. Without `snapshot` the
   * snapshot that is on disk stays as it is.
   */
  save(state: unknown, snapshot?: Json): void;
  /** What the last `save` stored as state, or `undefined` on a server's first start. */
  readState<State>(): State | undefined;
  /** The snapshot on disk, or `undefined` when none was ever saved. */
  readSnapshot(): Json | undefined;
  /** UTF-8 bytes of the saved state as JSON text; 0 when nothing was saved. */
  readonly stateBytes: number;
  /** UTF-8 bytes of the saved snapshot as JSON text; 0 when none was saved. */
  readonly snapshotBytes: number;
}

/**
 * A server's disk in labs that keep many small records: the only thing that survives a crash. Keys are
 * strings. Values are JSON, and are copied on their way in and out.
 */
export interface Store {
  /** The value of a record, or `undefined` when there is none under this key. */
  get<Value>(key: string): Value | undefined;
  /** Keys of all records that begin with `prefix`, in ascending order as `<` compares strings. */
  keys(prefix?: string): string[];
  /**
   * Changes all these records at once: no crash leaves a part of them. They are durable when `write` returns.
   * A value of `undefined` removes its record. Throws, and changes nothing, when a value is not JSON or a key
   * begins with `$`: those are the lab's own.
   */
  write(records: { readonly [key: string]: unknown }): void;
  /** UTF-8 bytes of all keys, and of all values as JSON text. */
  readonly bytes: number;
}

/** What a server is given when it starts, first start and restart alike. */
export interface Node<Rpc> {
  /** This server's index in `peers`. */
  readonly me: number;
  /** This server's name, by which `to` finds it. */
  readonly name: string;
  /** All servers of the cluster, this one included, in the same order on every server. */
  readonly peers: readonly Peer<Rpc>[];
  /**
   * Any process of the run by its name. It works both ways: a client calls a server, and a server that knows the
   * client's name may call it, which is a push. A handler does not learn who called it, so callers that want to
   * be called back put their own `name` into the arguments. To send without waiting for an answer, leave out
   * the `await`: `void node.to(name).news(args)`; whether it arrived is then not known.
   */
  to<Other = Rpc>(name: string): Peer<Other>;
  /**
   * Offers the handlers of another object as this server's own: an RPC that the server's class does
   * not have is looked up in what was served, in order. A service that stands on a Raft serves it.
   */
  serve(handlers: object): void;
  /** This server's disk. */
  readonly persister: Persister;
  /** Writes a line to the run's trace, where a failure's story shows it. Values are shown as JSON. */
  log(...values: unknown[]): void;
}

/** The node of a lab that keeps records. */
export interface StoreNode<Rpc> extends Omit<Node<Rpc>, 'persister'> {
  /** This server's disk. */
  readonly store: Store;
}

declare const setTimeout: (callback: () => void, delayMs: number) => number;

/** Resolves after `delayMs` milliseconds of virtual time. `sleep(0)` lets no time pass at all. */
export function sleep(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
