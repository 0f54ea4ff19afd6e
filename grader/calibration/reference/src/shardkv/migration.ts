/** What a group's leader does of its own accord: takes configurations, fetches shards, thanks for them. */
import { sleep, type Node } from 'splitbrain/shardkv';
import type { RaftState } from 'splitbrain/raft';
import { Cluster } from './cluster.ts';
import type { ControllerRpc, Departure, GroupRpc } from './messages.ts';
import type { Arrival, GroupOp, ShardStore } from './shard-store.ts';

const POLL_MS = 80;

/** The group's replicated log, as far as migration needs it. */
export interface Group {
  getState(): RaftState;
  /** Resolves when the operation was carried out here, or when it may never be. */
  submit(op: GroupOp): Promise<{ readonly err: string }>;
}

export class Migration {
  private readonly node: Node<object>;
  private readonly store: ShardStore;
  private readonly group: Group;
  private readonly controllers: Cluster<ControllerRpc>;
  /** What is under way, so that no slow server is asked for the same thing twice at once. */
  private readonly underWay = new Set<string>();
  /** The last term in which this server, as its leader, has seen all that was committed before. */
  private term = 0;

  constructor(node: Node<object>, store: ShardStore, group: Group, controllers: readonly string[]) {
    this.node = node;
    this.store = store;
    this.group = group;
    this.controllers = new Cluster(node, controllers);
  }

  /** Goes on for as long as the server runs. */
  async run(): Promise<void> {
    for (;;) {
      if (await this.isReadyToLead()) this.takeSteps();
      await sleep(POLL_MS);
    }
  }

  /**
   * What earlier leaders have put into the log is committed only along with an entry of this leader's
   * own term (5.4.2). No client need ever come, so the leader submits one.
   */
  private async isReadyToLead(): Promise<boolean> {
    const { isLeader, term } = this.group.getState();
    if (!isLeader || term === this.term) return isLeader;
    const { err } = await this.group.submit({ kind: 'begin' });
    if (err === 'OK') this.term = term;
    return err === 'OK';
  }

  private takeSteps(): void {
    const { expected, toThank } = this.store;
    if (expected.length === 0) this.once('configure', () => this.takeNextConfig());
    for (const arrival of expected) this.once(`fetch ${name(arrival)}`, () => this.fetch(arrival));
    for (const arrival of toThank) this.once(`thank ${name(arrival)}`, () => this.thank(arrival));
  }

  private once(what: string, act: () => Promise<void>): void {
    if (this.underWay.has(what)) return;
    this.underWay.add(what);
    void act().finally(() => this.underWay.delete(what));
  }

  private async takeNextConfig(): Promise<void> {
    const num = this.store.configNum + 1;
    const answer = await this.controllers.askAny((server) => server.peek({ num }));
    if (answer === undefined || answer.config === null) return;
    await this.group.submit({ kind: 'configure', config: answer.config });
    if (this.store.configNum === num) this.takeSteps();
  }

  private async fetch({ num, shard, from }: Arrival): Promise<void> {
    const source = new Cluster<GroupRpc>(this.node, from);
    for (let tries = 0; tries < from.length; tries++) {
      // Any server that has taken the configuration has the shard as it left, whether it leads or not.
      const answer = await source.askAny((server) => server.fetchShard({ num, shard }));
      if (answer === undefined || answer.err !== 'OK') continue;
      await this.group.submit({ kind: 'install', num, shard, data: answer.data });
      this.takeSteps();
      return;
    }
  }

  private async thank({ num, shard, from }: Arrival): Promise<void> {
    const source = new Cluster<GroupRpc>(this.node, from);
    const answer = await source.ask((server) => server.forgetShard({ num, shard }));
    if (answer !== 'nobody leads') await this.group.submit({ kind: 'thanked', num, shard });
  }
}

function name({ num, shard }: Departure): string {
  return `${num}/${shard}`;
}
