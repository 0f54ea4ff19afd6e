/** An administrator's side of the controllers. */
import { sleep, type Admin, type Config, type Groups, type Node } from 'splitbrain/shardkv';
import { Cluster } from './cluster.ts';
import type { Change, ControllerRpc } from './messages.ts';

const RETRY_MS = 50;

export default class AdminClerk implements Admin {
  private readonly controllers: Cluster<ControllerRpc>;
  /** Unlike that of any other admin, and of any earlier start of this one. */
  private readonly client: string;
  private sequence = 0;

  constructor(node: Node<object>, controllers: readonly string[]) {
    this.controllers = new Cluster(node, controllers);
    this.client = `${node.name}-${Math.random().toString(36).slice(2)}`;
  }

  async join(groups: Groups): Promise<void> {
    await this.change({ kind: 'join', groups });
  }

  async leave(gids: readonly number[]): Promise<void> {
    await this.change({ kind: 'leave', gids });
  }

  async move(shard: number, gid: number): Promise<void> {
    await this.change({ kind: 'move', shard, gid });
  }

  async query(num: number): Promise<Config> {
    for (;;) {
      const answer = await this.controllers.ask((server) => server.query({ num }));
      if (answer !== 'nobody leads') return answer.config;
      await sleep(RETRY_MS);
    }
  }

  private async change(change: Change): Promise<void> {
    this.sequence += 1;
    const args = { client: this.client, sequence: this.sequence, change };
    while ((await this.controllers.ask((server) => server.change(args))) === 'nobody leads') {
      await sleep(RETRY_MS);
    }
  }
}
