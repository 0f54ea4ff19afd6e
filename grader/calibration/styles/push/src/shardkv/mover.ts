/** The leading controller's hands: takes the groups from one configuration to the next. */
import { sleep, type Config, type Node } from 'splitbrain/shardkv';
import type { Agenda, AgendaOp } from './agenda.ts';
import { Service } from './leader.ts';
import type { GroupRpc, Step } from './messages.ts';

const LOOK_MS = 40;

/** The controllers' replicated log, as far as the mover needs it. */
export interface Office {
  isLeader(): boolean;
  submit(op: AgendaOp): Promise<unknown>;
}

export class Mover {
  private readonly node: Node<object>;
  private readonly agenda: Agenda;
  private readonly office: Office;

  constructor(node: Node<object>, agenda: Agenda, office: Office) {
    this.node = node;
    this.agenda = agenda;
    this.office = office;
  }

  /**
   * Goes on for as long as the controller runs.
   *
   * Any two leaders do the same steps in the same order, and a group does each once: so a successor
   * may begin anywhere before the end, and what an old leader still sends does no harm.
   */
  async run(): Promise<void> {
    for (;;) {
      const next = this.agenda.next;
      if (next === null || !this.office.isLeader()) {
        await sleep(LOOK_MS);
        continue;
      }
      const { from, to } = next;
      const isWanted = (): boolean => this.office.isLeader() && this.agenda.next?.to.num === to.num;
      await Promise.all(to.shards.map((_gid, shard) => this.moveShard(from, to, shard, isWanted)));
      if (isWanted()) await this.office.submit({ settled: to.num });
      else await sleep(LOOK_MS);
    }
  }

  private async moveShard(
    from: Config,
    to: Config,
    shard: number,
    isWanted: () => boolean,
  ): Promise<void> {
    const [giver = 0, taker = 0] = [from.shards[shard], to.shards[shard]];
    if (giver === taker) return;
    const step: Step = { num: to.num, shard };
    const source = this.group(from, giver);
    const target = this.group(to, taker);

    let contents: GroupContents = { entries: {}, sessions: {} };
    if (source !== null) {
      const frozen = await source.call((server) => server.freeze(step), isWanted);
      // Dropped already: then it is installed already.
      if (frozen === undefined || frozen.contents === null) return;
      contents = frozen.contents;
    }
    if (target !== null) {
      const done = await target.call((server) => server.install({ ...step, contents }), isWanted);
      if (done === undefined) return;
    }
    await source?.call((server) => server.drop(step), isWanted);
  }

  private group(config: Config, gid: number): Service<GroupRpc> | null {
    const names = config.groups[String(gid)];
    return names === undefined ? null : new Service<GroupRpc>(this.node, names);
  }
}

type GroupContents = Parameters<GroupRpc['install']>[0]['contents'];
