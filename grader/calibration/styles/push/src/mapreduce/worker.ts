import {
  outputName,
  reduceTaskOf,
  sleep,
  type App,
  type Files,
  type Node,
  type Peer,
  type Worker,
} from 'splitbrain/mapreduce';
import type { CoordinatorRpc, Order } from './rpc.ts';

const HELLO_MS = 250;
const LONELY_MS = 20_000;

/** Says hello and waits for orders, which come as calls. */
export default class Servant implements Worker {
  private readonly node: Node<unknown>;
  private readonly coordinator: Peer<CoordinatorRpc>;
  private readonly files: Files;
  private readonly app: App;

  constructor(node: Node<unknown>, coordinator: string, files: Files, app: App) {
    this.node = node;
    this.coordinator = node.to<CoordinatorRpc>(coordinator);
    this.files = files;
    this.app = app;
  }

  async run(): Promise<void> {
    for (let silentMs = 0; silentMs < LONELY_MS; silentMs += HELLO_MS) {
      const answer = await this.coordinator.hello({ name: this.node.name });
      if (answer?.allDone === true) return;
      if (answer !== undefined) silentMs = 0;
      await sleep(HELLO_MS);
    }
  }

  /** Called by the coordinator. Two copies of one call may run at the same time. */
  async perform(order: Order): Promise<boolean> {
    if (order.phase === 'map') await this.performMap(order);
    else await this.performReduce(order);
    return true;
  }

  private async performMap({ index, files, reduceTasks }: Order): Promise<void> {
    const file = files[index] ?? '';
    const buckets = new Map<number, Map<string, string[]>>();
    for (let bucket = 0; bucket < reduceTasks; bucket++) buckets.set(bucket, new Map());
    for (const { key, value } of await this.app.map(file, (await this.files.read(file)) ?? '')) {
      const bucket = buckets.get(reduceTaskOf(key, reduceTasks));
      bucket?.set(key, [...(bucket.get(key) ?? []), value]);
    }
    for (const [bucket, groups] of buckets) {
      await this.publish(`mapped/${file}/${bucket}`, JSON.stringify([...groups]));
    }
  }

  private async performReduce({ index, files }: Order): Promise<void> {
    const all = new Map<string, string[]>();
    for (const file of files) {
      const text = (await this.files.read(`mapped/${file}/${index}`)) ?? '[]';
      for (const [key, values] of JSON.parse(text) as [string, string[]][]) {
        all.set(key, [...(all.get(key) ?? []), ...values]);
      }
    }
    const entries = [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
    let text = '';
    for (const [key, values] of entries) text += `${key} ${await this.app.reduce(key, values)}\n`;
    await this.publish(outputName(index), text);
  }

  private async publish(name: string, text: string): Promise<void> {
    const draft = `draft/${Math.random()}/${name}`;
    await this.files.write(draft, text);
    await this.files.rename(draft, name);
  }
}
