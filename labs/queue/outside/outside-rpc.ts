/** What goes over the network between a consumer's `Work` and the process that keeps the effects. */
export interface OutsideRpc {
  /** A handling begins. */
  begin(handling: SentHandling): null;
  /** A handling ends without an effect. */
  fail(handling: SentHandling): null;
  /** Records an effect under the id, unless there is one. */
  put(handling: SentHandling): null;
}

/** A handling as its consumer's process tells it. */
export interface SentHandling {
  readonly number: number;
  readonly id: string;
  readonly body: string;
  readonly redelivered: boolean;
}

/** Name of the process that keeps the effects. */
export const OUTSIDE = 'outside';
