import StudentClerk from 'submission:clerk';
import type { Clerk } from '../api.ts';
import type { ClientNode } from './client-node.ts';

/** Very many clients in one process, each with a clerk of its own. */
export default class ManyClerksProgram {
  private readonly node: ClientNode;
  private clerks: Clerk[] = [];

  constructor(node: ClientNode) {
    this.node = node;
  }

  makeClerks(count: number): void {
    const { node } = this;
    this.clerks = Array.from({ length: count }, () => new StudentClerk(node, node.options.server));
  }

  /** Clerks `first` to `last` - 1 put the same value, one after the other; the number of `OK`s. */
  async putInTurn(key: string, value: string, first: number, last: number): Promise<number> {
    let done = 0;
    for (let i = first; i < last; i++) {
      const result = await this.clerks[i]?.put(key, value, i);
      if (result?.err === 'OK') done++;
    }
    return done;
  }

  /** Each clerk gets the key once, one after the other; the number of `OK`s. */
  async getInTurn(key: string, first: number, last: number): Promise<number> {
    let done = 0;
    for (let i = first; i < last; i++) {
      const reply = await this.clerks[i]?.get(key);
      if (reply?.err === 'OK') done++;
    }
    return done;
  }
}
