/** An administrator's side of the controllers. */
import type { Admin, Config, Groups, Node } from 'splitbrain/shardkv';
import { Service } from './leader.ts';
import type { Change, ControllerRpc } from './messages.ts';

export default class AdminClerk implements Admin {
  private readonly controllers: Service<ControllerRpc>;
  private readonly client: string;
  private sequence = 0;

  constructor(node: Node<object>, controllers: readonly string[]) {
    this.controllers = new Service(node, controllers);
    this.client = `${node.name}.${Math.random()}`;
  }

  join(groups: Groups): Promise<void> {
    return this.change({ kind: 'join', groups });
  }

  leave(gids: readonly number[]): Promise<void> {
    return this.change({ kind: 'leave', gids });
  }

  move(shard: number, gid: number): Promise<void> {
    return this.change({ kind: 'move', shard, gid });
  }

  async query(num: number): Promise<Config> {
    const answer = await this.controllers.call((server) => server.query({ num }));
    if (answer === undefined) throw new Error('there are no controllers to ask');
    return answer.config;
  }

  private async change(change: Change): Promise<void> {
    const args = { client: this.client, sequence: ++this.sequence, change };
    await this.controllers.call((server) => server.change(args));
  }
}
