import AdminClerk from 'submission:admin';
import type { Admin, Config, Groups } from '../api.ts';
import type { ProgramNode } from '../../program-node.ts';
import type { ClientOptions } from './client-options.ts';

/** An administrator's machine. */
export default class AdminProgram implements Admin {
  private readonly admin: AdminClerk;

  constructor(node: ProgramNode<ClientOptions>) {
    this.admin = new AdminClerk(node, node.options.controllers);
  }

  join(groups: Groups): Promise<void> {
    return this.admin.join(groups);
  }

  leave(gids: readonly number[]): Promise<void> {
    return this.admin.leave(gids);
  }

  move(shard: number, gid: number): Promise<void> {
    return this.admin.move(shard, gid);
  }

  query(num: number): Promise<Config> {
    return this.admin.query(num);
  }
}
