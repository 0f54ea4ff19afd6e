/** What the programs of clients and admins are started with. */
export interface ClientOptions {
  /** The names of the shard controllers. */
  readonly controllers: readonly string[];
}
