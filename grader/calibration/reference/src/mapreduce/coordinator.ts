import type { Coordinator, Job, Node } from 'splitbrain/mapreduce';
import type { Assignment, CoordinatorRpc, TaskReport } from './protocol.ts';
import { TaskList } from './task-list.ts';

/** Which tasks are finished: all that a coordinator must know after a restart. */
interface PersistentState {
  readonly maps: readonly boolean[];
  readonly reduces: readonly boolean[];
}

/** Hands out map tasks, then reduce tasks, and hands a task out again when its worker is late. */
export default class MyCoordinator implements Coordinator {
  private readonly node: Node<CoordinatorRpc>;
  private readonly job: Job;
  private readonly maps: TaskList;
  private readonly reduces: TaskList;

  constructor(node: Node<CoordinatorRpc>, job: Job) {
    this.node = node;
    this.job = job;
    const saved = node.persister.readState<PersistentState>();
    this.maps = new TaskList(job.files.length, saved?.maps);
    this.reduces = new TaskList(job.reduceTasks, saved?.reduces);
  }

  done(): boolean {
    return this.reduces.isFinished;
  }

  requestTask(): Assignment {
    if (!this.maps.isFinished) return this.assignMap();
    if (!this.reduces.isFinished) return this.assignReduce();
    return { kind: 'exit' };
  }

  reportDone({ kind, task }: TaskReport): null {
    const tasks = kind === 'map' ? this.maps : this.reduces;
    tasks.finish(task);
    this.persist();
    return null;
  }

  private assignMap(): Assignment {
    const task = this.maps.take();
    if (task === undefined) return { kind: 'wait' };
    const file = this.job.files[task] ?? '';
    return { kind: 'map', task, file, reduceTasks: this.job.reduceTasks };
  }

  private assignReduce(): Assignment {
    const task = this.reduces.take();
    if (task === undefined) return { kind: 'wait' };
    return { kind: 'reduce', task, mapTasks: this.job.files.length };
  }

  private persist(): void {
    const state: PersistentState = { maps: this.maps.finished, reduces: this.reduces.finished };
    this.node.persister.save(state);
  }
}
