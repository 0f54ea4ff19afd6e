import { sleep, type Coordinator, type Job, type Node } from '../api.ts';
import type { CoordinatorNews } from '../news.ts';
import StudentCoordinator from 'submission:coordinator';
import { runProcess } from './process.ts';

/** How often the process asks whether the job is done, and how long it stays after that (6.5840's main). */
const POLL_MS = 1_000;

/** The coordinator's process: the student's object, asked every second whether all is done. */
export default class CoordinatorProgram {
  private readonly coordinator: Coordinator;
  private readonly tell: (news: CoordinatorNews) => void;

  constructor(node: Node<unknown> & { options: Job }, tell: (news: CoordinatorNews) => void) {
    this.tell = tell;
    this.coordinator = new StudentCoordinator(node, node.options);
    node.serve(this.coordinator);
    runProcess(() => this.main());
  }

  private async main(): Promise<void> {
    while (!this.isDone()) await sleep(POLL_MS);
    this.tell({ kind: 'done' });
    await sleep(POLL_MS);
    this.tell({ kind: 'exited' });
  }

  private isDone(): boolean {
    const answer: unknown = this.coordinator.done();
    if (typeof answer === 'boolean') return answer;
    throw new TypeError(`done() must return a boolean; it returned ${JSON.stringify(answer)}`);
  }
}
