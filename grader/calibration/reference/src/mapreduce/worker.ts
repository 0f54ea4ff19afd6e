import {
  outputName,
  reduceTaskOf,
  sleep,
  type App,
  type Files,
  type KeyValue,
  type Node,
  type Peer,
  type Worker,
} from 'splitbrain/mapreduce';
import {
  intermediateName,
  type CoordinatorRpc,
  type MapTask,
  type ReduceTask,
  type TaskReport,
} from './protocol.ts';

/** How long a worker without a task waits before it asks again. */
const POLL_MS = 200;
/** A coordinator that has not answered for so long has exited: a restart takes less. */
const PATIENCE_MS = 15_000;

/** Asks for tasks, does them one at a time, and leaves each result in place before it reports it. */
export default class MyWorker implements Worker {
  private readonly node: Node<unknown>;
  private readonly coordinator: Peer<CoordinatorRpc>;
  private readonly files: Files;
  private readonly app: App;
  private temporaryFiles = 0;

  constructor(node: Node<unknown>, coordinator: string, files: Files, app: App) {
    this.node = node;
    this.coordinator = node.to<CoordinatorRpc>(coordinator);
    this.files = files;
    this.app = app;
  }

  async run(): Promise<void> {
    for (;;) {
      const assignment = await this.ask((coordinator) => coordinator.requestTask({}));
      if (assignment === undefined || assignment.kind === 'exit') return;
      if (assignment.kind === 'wait') await sleep(POLL_MS);
      else {
        if (assignment.kind === 'map') await this.map(assignment);
        else await this.reduce(assignment);
        await this.report(assignment);
      }
    }
  }

  /** Calls the coordinator until it answers; undefined when it seems to have exited. */
  private async ask<Reply>(
    call: (coordinator: Peer<CoordinatorRpc>) => Promise<Reply | undefined>,
  ): Promise<Reply | undefined> {
    const startedAtMs = Date.now();
    for (;;) {
      const reply = await call(this.coordinator);
      if (reply !== undefined) return reply;
      if (Date.now() - startedAtMs > PATIENCE_MS) return undefined;
      await sleep(POLL_MS);
    }
  }

  private async report({ kind, task }: TaskReport): Promise<void> {
    await this.ask((coordinator) => coordinator.reportDone({ kind, task }));
  }

  private async map({ task, file, reduceTasks }: MapTask): Promise<void> {
    const contents = (await this.files.read(file)) ?? '';
    const parts: KeyValue[][] = Array.from({ length: reduceTasks }, () => []);
    for (const pair of await this.app.map(file, contents)) {
      parts[reduceTaskOf(pair.key, reduceTasks)]?.push(pair);
    }
    for (const [reduceTask, pairs] of parts.entries()) {
      await this.commit(intermediateName(task, reduceTask), JSON.stringify(pairs));
    }
  }

  private async reduce({ task, mapTasks }: ReduceTask): Promise<void> {
    const groups = new Map<string, string[]>();
    for (let mapTask = 0; mapTask < mapTasks; mapTask++) {
      const text = (await this.files.read(intermediateName(mapTask, task))) ?? '[]';
      for (const { key, value } of JSON.parse(text) as KeyValue[]) {
        const values = groups.get(key);
        if (values === undefined) groups.set(key, [value]);
        else values.push(value);
      }
    }
    let output = '';
    for (const key of [...groups.keys()].toSorted()) {
      output += `${key} ${await this.app.reduce(key, groups.get(key) ?? [])}\n`;
    }
    await this.commit(outputName(task), output);
  }

  /**
   * Leaves a file that is there as a whole or not at all (paper, 3.3). Another attempt at the same
   * task, or an earlier life of this worker, may be writing too, so the temporary name is ours alone.
   */
  private async commit(name: string, contents: string): Promise<void> {
    const chance = Math.random().toString(36).slice(2);
    const temporary = `tmp-${this.node.name}-${chance}-${this.temporaryFiles++}`;
    await this.files.write(temporary, contents);
    await this.files.rename(temporary, name);
  }
}
