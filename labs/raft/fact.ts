/** What can be seen of a Raft cluster from outside; every promise of the lab is about these alone. */
export type RaftFact = { readonly atUs: number; readonly server: number } & (
  | {
      readonly kind: 'state';
      readonly incarnation: number;
      readonly term: number;
      readonly isLeader: boolean;
    }
  | {
      readonly kind: 'started';
      readonly incarnation: number;
      readonly index: number;
      readonly term: number;
      readonly command: string;
    }
  /** For the first time, `server` sends something to `to`: a call, or the answer to one. */
  | { readonly kind: 'spoke'; readonly to: number }
  | { readonly kind: 'applied'; readonly index: number; readonly command: string }
  | { readonly kind: 'snapshot-applied'; readonly index: number; readonly snapshot: string }
  /** The service took a snapshot of everything up to `index`. */
  | { readonly kind: 'snapshot-taken'; readonly index: number; readonly snapshot: string }
  /** A start or restart; the service has everything up to `appliedIndex` from the snapshot on disk. */
  | { readonly kind: 'restarted'; readonly appliedIndex: number }
);
