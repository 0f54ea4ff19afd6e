/** Somebody outside who waits for a method of a process to answer. */
export interface Ask {
  readonly process: number;
  readonly method: string;
  readonly args: readonly unknown[];
  /** Gets the JSON text of the answer; null when the process is down, or crashes first. */
  readonly done: (value: string | null) => void;
}

/** What was asked from outside and is not answered yet. */
export class Asks {
  private next = 0;
  private readonly asks = new Map<number, Ask>();

  /** Notes it under a number of its own. */
  add(ask: Ask): number {
    const invocation = this.next++;
    this.asks.set(invocation, ask);
    return invocation;
  }

  /** Takes it out; undefined when nobody waits for this answer any more. */
  take(invocation: number): Ask | undefined {
    const ask = this.asks.get(invocation);
    this.asks.delete(invocation);
    return ask;
  }

  /** Takes out all that wait for this process. */
  takeAll(process: number): Ask[] {
    const taken: Ask[] = [];
    for (const [invocation, ask] of this.asks) {
      if (ask.process !== process) continue;
      this.asks.delete(invocation);
      taken.push(ask);
    }
    return taken;
  }
}
