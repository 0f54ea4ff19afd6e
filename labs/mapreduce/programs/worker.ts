import type { Node } from '../api.ts';
import type { WorkerNews, WorkerOptions } from '../news.ts';
import StudentWorker from 'submission:worker';
import { FilesClient } from './files-client.ts';
import { TimedApp } from './timed-app.ts';

/** A worker's process: the student's object runs, and when it has ended so has the process. */
export default class WorkerProgram {
  constructor(node: Node<unknown> & { options: WorkerOptions }, tell: (news: WorkerNews) => void) {
    const { coordinator, app } = node.options;
    const files = new FilesClient(node);
    const worker = new StudentWorker(node, coordinator, files, new TimedApp(app, tell));
    node.serve(worker);
    void worker.run().then(() => tell({ kind: 'exited' }));
  }
}
