import type { Node, Worker } from '../api.ts';
import type { WorkerNews, WorkerOptions } from '../news.ts';
import StudentWorker from 'submission:worker';
import { FilesClient } from './files-client.ts';
import { runProcess } from './process.ts';
import { TimedApp } from './timed-app.ts';

/** A worker's process: the student's object runs, and when it has ended so has the process. */
export default class WorkerProgram {
  private readonly worker: Worker;
  private readonly tell: (news: WorkerNews) => void;

  constructor(node: Node<unknown> & { options: WorkerOptions }, tell: (news: WorkerNews) => void) {
    const { coordinator, app } = node.options;
    this.tell = tell;
    this.worker = new StudentWorker(
      node,
      coordinator,
      new FilesClient(node),
      new TimedApp(app, tell),
    );
    node.serve(this.worker);
    runProcess(() => this.main());
  }

  private async main(): Promise<void> {
    await this.worker.run();
    this.tell({ kind: 'exited' });
  }
}
