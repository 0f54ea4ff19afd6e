import type { Run } from '../../../harness/scenario/run.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import type { Isolate } from '../practice/lodging.ts';
import type { PrepareRun, Realm } from '../realm.ts';
import { playInWindows } from '../windows.ts';
import { ChildAttempt, type Household } from './child-attempt.ts';
import { Child, type Command } from './child.ts';

/** The child of one submission, started by `command`, and again whenever it was lost. */
export class ChildRealm implements Realm, Household {
  private readonly submission: CompiledSubmission;
  private readonly command: Command;
  private isolate: Isolate;
  private child: Child | null = null;
  /** The play that comes last: a child plays one run at a time. */
  private playing: Promise<unknown> = Promise.resolve();

  constructor(submission: CompiledSubmission, isolate: Isolate, command: Command) {
    this.submission = submission;
    this.isolate = isolate;
    this.command = command;
  }

  play(prepare: PrepareRun): Promise<Run> {
    let isAgain = false;
    const begin = (): ChildAttempt => {
      const attempt = new ChildAttempt(this, this.living(), this.submission, prepare, isAgain);
      isAgain = true;
      return attempt;
    };
    const run = this.playing.then(() => playInWindows(begin));
    this.playing = run.catch(() => {});
    return run;
  }

  heapBytes(): number {
    return this.living().heapBytes();
  }

  close(): void {
    this.child?.kill();
    this.child = null;
  }

  get isApart(): boolean {
    return this.isolate === 'always';
  }

  keepApart(): void {
    this.isolate = 'always';
  }

  /** A child that can be asked. Throws `ChildLost` when it cannot even start. */
  private living(): Child {
    if (this.child?.isAlive !== true) this.child = new Child(this.command, this.submission);
    return this.child;
  }
}
