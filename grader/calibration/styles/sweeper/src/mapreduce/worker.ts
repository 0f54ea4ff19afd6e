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
import type { GetTaskReply, MrRpc } from './rpc.ts';

/** The loop of 6.5840's handout: a call that fails means that the coordinator is gone, and so is the job. */
export default class MrWorker implements Worker {
  private readonly me: string;
  private readonly coordinator: Peer<MrRpc>;
  private readonly files: Files;
  private readonly app: App;

  constructor(node: Node<unknown>, coordinator: string, files: Files, app: App) {
    this.me = node.name;
    this.coordinator = node.to<MrRpc>(coordinator);
    this.files = files;
    this.app = app;
  }

  async run(): Promise<void> {
    for (;;) {
      const task = await this.coordinator.getTask({ worker: this.me });
      if (!task || task.kind === 'quit') return;
      if (task.kind === 'sleep') {
        await sleep(500);
        continue;
      }
      if (task.kind === 'map') await this.doMap(task);
      else await this.doReduce(task);
      // Whether or not this arrives: without it the coordinator gives the task to somebody else.
      await this.coordinator.taskDone({ kind: task.kind, id: task.id });
    }
  }

  private async doMap({ id, fileNames, nReduce }: GetTaskReply): Promise<void> {
    const fileName = fileNames[id] ?? '';
    const kva = await this.app.map(fileName, (await this.files.read(fileName)) ?? '');
    const intermediate: KeyValue[][] = [];
    for (let y = 0; y < nReduce; y++) intermediate.push([]);
    for (const kv of kva) intermediate[reduceTaskOf(kv.key, nReduce)]?.push(kv);
    await Promise.all(
      intermediate.map((kvs, y) => this.writeFile(`mr-${id}-${y}`, JSON.stringify(kvs))),
    );
  }

  private async doReduce({ id, fileNames }: GetTaskReply): Promise<void> {
    const kva: KeyValue[] = [];
    for (const x of fileNames.keys()) {
      const text = await this.files.read(`mr-${x}-${id}`);
      if (text !== undefined) kva.push(...(JSON.parse(text) as KeyValue[]));
    }
    const byKey: Record<string, string[]> = Object.create(null) as Record<string, string[]>;
    for (const { key, value } of kva) byKey[key] = [...(byKey[key] ?? []), value];
    let content = '';
    for (const key of Object.keys(byKey).toSorted()) {
      content += `${key} ${await this.app.reduce(key, byKey[key] ?? [])}\n`;
    }
    await this.writeFile(outputName(id), content);
  }

  /** The name of its temporary file tells it from those of other attempts, also of its own earlier life. */
  private async writeFile(name: string, content: string): Promise<void> {
    const temp = `${name}.${this.me}.${Math.random().toString(36).slice(2)}.tmp`;
    await this.files.write(temp, content);
    await this.files.rename(temp, name);
  }
}
