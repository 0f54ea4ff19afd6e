import type { CompiledSubmission } from '../compile/compile.ts';
import type { Command } from '../realm/child/child.ts';
import { ChildRealm } from '../realm/child/child-realm.ts';
import { SolitaryRealm } from '../realm/child/solitary-realm.ts';
import { openPracticeRealm } from '../realm/practice/practice-realm.ts';
import type { Realm } from '../realm/realm.ts';
import type { Isolation } from './isolation.ts';

/** The children of the submission that a worker is at: one for each way of keeping incarnations apart. */
export class WorkerRealms {
  private readonly children = new Map<string, ChildRealm>();
  private submission: CompiledSubmission | null = null;

  /** A realm for a submission, in a child that `command` starts; in this process without it. */
  open(
    submission: CompiledSubmission,
    isolate: Isolation['isolate'],
    command: Command | null,
  ): Realm {
    if (this.submission !== submission) this.close();
    this.submission = submission;
    if (isolate === 'process') {
      if (command === null)
        throw new Error('a process for each server takes a command to start it');
      return new SolitaryRealm(submission, command);
    }
    if (command === null) return openPracticeRealm(submission, isolate);
    const name = JSON.stringify([isolate, command]);
    const realm = this.children.get(name) ?? new ChildRealm(submission, isolate, command);
    this.children.set(name, realm);
    return realm;
  }

  /** Ends the children: one submission is never at the same time as another. */
  close(): void {
    for (const each of this.children.values()) each.close();
    this.children.clear();
  }
}
