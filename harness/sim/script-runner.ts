import type { Script } from '../vocabulary/script.ts';
import type { Moment } from '../vocabulary/time.ts';
import { VerdictSignal, type Verdict } from '../vocabulary/verdict.ts';

/** A run's script, and what it waits for. */
export class ScriptRunner {
  /** Null until `begin`. Invariant: while it is null, so is `until`. */
  private script: Script | null = null;
  /** It goes on at this time at the latest, before the event of that instant with the number `wakeAfter`. */
  private wakeUs = 0;
  /** Infinity: after all events of that instant. */
  private wakeAfter = Number.POSITIVE_INFINITY;
  /** It goes on earlier once this is true; null when it waits for nothing but its time. */
  private until: (() => boolean) | null = null;

  begin(script: Script): void {
    this.script = script;
  }

  /** Virtual time at which it goes on, whatever it waits for. */
  get wakeAtUs(): number {
    return this.wakeUs;
  }

  /** Whether what it waits for has come, before its time. */
  hasCome(): boolean {
    return this.until?.() === true;
  }

  /** Whether its time comes before the next event, which will begin at `next`. */
  isTime({ atUs, after }: Moment): boolean {
    if (atUs !== this.wakeUs) return atUs > this.wakeUs;
    return this.wakeAfter <= after;
  }

  /** Goes on until it waits again; returns a verdict once it is over, else null. */
  goOn(nowUs: number): Verdict | null {
    this.until = null;
    try {
      const step = this.script?.next();
      if (step === undefined || step.done === true) return { kind: 'passed' };
      const { forUs, until = null, after = Number.POSITIVE_INFINITY } = step.value;
      this.wakeUs = nowUs + forUs;
      this.wakeAfter = after;
      this.until = until;
      return null;
    } catch (error) {
      if (error instanceof VerdictSignal) return error.verdict;
      throw error;
    }
  }
}
