import type { Coordinator, Job, Node } from 'splitbrain/mapreduce';
import type { GetTaskReply, MrRpc, TaskKind } from './rpc.ts';

type TaskState = 'idle' | 'in progress' | 'completed';

interface Task {
  readonly kind: TaskKind;
  readonly id: number;
  state: TaskState;
  /** Seconds for which it has been in progress. */
  age: number;
}

const SWEEP_MS = 1_000;
const MAX_AGE = 11;

/** Tasks in three states, as in the paper (3.2); a sweep every second frees those that take too long. */
export default class MrCoordinator implements Coordinator {
  private readonly node: Node<MrRpc>;
  private readonly job: Job;
  private phase: TaskKind | 'over' = 'map';
  private tasks: Task[] = [];

  constructor(node: Node<MrRpc>, job: Job) {
    this.node = node;
    this.job = job;
    const saved = node.persister.readState<{ phase: TaskKind | 'over'; completed: number[] }>();
    this.enter(saved?.phase ?? 'map', saved?.completed);
    setInterval(() => this.sweep(), SWEEP_MS);
  }

  done(): boolean {
    return this.phase === 'over';
  }

  getTask(): GetTaskReply {
    const fileNames = this.job.files;
    const nReduce = this.job.reduceTasks;
    if (this.phase === 'over') return { kind: 'quit', id: -1, fileNames, nReduce };
    const task = this.tasks.find((each) => each.state === 'idle');
    if (!task) return { kind: 'sleep', id: -1, fileNames, nReduce };
    task.state = 'in progress';
    task.age = 0;
    return { kind: task.kind, id: task.id, fileNames, nReduce };
  }

  taskDone({ kind, id }: { kind: TaskKind; id: number }): { isNews: boolean } {
    const task = this.tasks.find((each) => each.kind === kind && each.id === id);
    if (!task || task.state === 'completed') return { isNews: false };
    task.state = 'completed';
    if (this.tasks.every((each) => each.state === 'completed')) {
      this.enter(this.phase === 'map' ? 'reduce' : 'over');
    }
    this.save();
    return { isNews: true };
  }

  private enter(phase: TaskKind | 'over', completed: readonly number[] = []): void {
    this.phase = phase;
    if (phase === 'over') {
      this.tasks = [];
      return;
    }
    const count = phase === 'map' ? this.job.files.length : this.job.reduceTasks;
    this.tasks = Array.from({ length: count }, (_, id) => {
      const state = completed.includes(id) ? 'completed' : 'idle';
      return { kind: phase, id, state, age: 0 };
    });
  }

  private sweep(): void {
    for (const task of this.tasks) {
      if (task.state !== 'in progress') continue;
      task.age += 1;
      if (task.age >= MAX_AGE) task.state = 'idle';
    }
  }

  private save(): void {
    const completed = this.tasks.filter(({ state }) => state === 'completed').map(({ id }) => id);
    this.node.persister.save({ phase: this.phase, completed });
  }
}
