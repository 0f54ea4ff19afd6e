import type { Json } from '../../harness/check/history/operation.ts';

/** What goes over the network to the world outside: mails, payments, all that cannot be taken back. */
export interface OutsideRpc {
  /** Keeps the first entry under a key, for good; tells whether this was it. */
  put(args: { readonly key: string; readonly entry: Json }): boolean;
}

/** Name of the process that stands for the world outside. */
export const OUTSIDE = 'outside';
