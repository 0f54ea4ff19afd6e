import { sleep, type Coordinator, type Job, type Node } from 'splitbrain/mapreduce';
import type { CoordinatorRpc, Order } from './rpc.ts';
import type { WorkerRpc } from './rpc.ts';

const LATE_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** Calls every worker that has said hello, one order at a time, and takes the return for the report. */
export default class Dispatcher implements Coordinator {
  private readonly node: Node<CoordinatorRpc>;
  private readonly job: Job;
  private readonly finished: { map: number[]; reduce: number[] };
  private readonly running = new Set<string>();
  private readonly engaged = new Set<string>();

  constructor(node: Node<CoordinatorRpc>, job: Job) {
    this.node = node;
    this.job = job;
    this.finished = node.persister.readState() ?? { map: [], reduce: [] };
  }

  done(): boolean {
    return this.finished.reduce.length === this.job.reduceTasks;
  }

  hello({ name }: { name: string }): { allDone: boolean } {
    if (!this.engaged.has(name)) {
      this.engaged.add(name);
      void this.employ(name);
    }
    return { allDone: this.done() };
  }

  /** Gives orders to one worker until it does not answer; its next hello begins anew. */
  private async employ(name: string): Promise<void> {
    const worker = this.node.to<WorkerRpc>(name);
    while (!this.done()) {
      const order = this.nextOrder();
      if (order === undefined) {
        await sleep(LOOK_AGAIN_MS);
        continue;
      }
      const task = `${order.phase} ${order.index}`;
      this.running.add(task);
      const isAnswered = worker.perform(order).then((answer) => {
        if (answer === true) this.finish(order);
        return answer === true;
      });
      const isInTime = await Promise.race([isAnswered, sleep(LATE_MS).then(() => false)]);
      this.running.delete(task);
      if (!isInTime) break;
    }
    this.engaged.delete(name);
  }

  private nextOrder(): Order | undefined {
    const { files, reduceTasks } = this.job;
    const phase = this.finished.map.length < files.length ? 'map' : 'reduce';
    const count = phase === 'map' ? files.length : reduceTasks;
    for (let index = 0; index < count; index++) {
      if (this.finished[phase].includes(index) || this.running.has(`${phase} ${index}`)) continue;
      return { phase, index, files, reduceTasks };
    }
    return undefined;
  }

  private finish({ phase, index }: Order): void {
    if (this.finished[phase].includes(index)) return;
    this.finished[phase].push(index);
    this.node.persister.save(this.finished);
  }
}
