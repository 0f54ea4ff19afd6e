/** A read that returned `text`, a write of it, or an append of it, on a string that is empty at first. */
export interface StringOperation {
  readonly kind: 'read' | 'write' | 'append';
  readonly text: string;
  /** The length of the string before the append, if the append's answer tells. */
  readonly offset: number | undefined;
  readonly callTime: number;
  /** Infinity where the end is unknown. */
  readonly returnTime: number;
}
