import type { Timed } from '../program-order.ts';

/** A read that returned `text`, a write of it, or an append of it, on a string that is empty at first. */
export interface StringOperation extends Timed {
  readonly kind: 'read' | 'write' | 'append';
  readonly text: string;
  /** The length of the string before the append, if the append's answer tells. */
  readonly offset: number | undefined;
}
