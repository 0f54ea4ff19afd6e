import type { Run } from '../../../harness/scenario/run.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import type { PrepareRun, Realm } from '../realm.ts';
import { playInWindows } from '../windows.ts';
import { Child, type Command } from './child.ts';
import { SolitaryAttempt } from './solitary-attempt.ts';

/**
 * Each incarnation of a submission in a child of its own, which is killed when the incarnation crashes: whatever code
 * has escaped from its realm, it shares no memory with others, and takes none along. Slow: a child takes 0.1 s to start.
 */
export class SolitaryRealm implements Realm {
  private readonly submission: CompiledSubmission;
  private readonly command: Command;
  private attempt: SolitaryAttempt | null = null;

  constructor(submission: CompiledSubmission, command: Command) {
    this.submission = submission;
    this.command = command;
  }

  play(prepare: PrepareRun): Promise<Run> {
    const { submission, command } = this;
    return playInWindows(() => {
      this.attempt = new SolitaryAttempt(() => new Child(command, submission), submission, prepare);
      return this.attempt;
    });
  }

  heapBytes(): number {
    return this.attempt?.heapBytes() ?? 0;
  }

  close(): void {
    this.attempt?.end();
  }
}
