import type { Run } from '../../../harness/scenario/run.ts';
import type { Verdict } from '../../../harness/vocabulary/verdict.ts';
import type { MappedScript } from '../../compile/stack.ts';
import type { PrepareRun } from '../realm.ts';
import type { Advanced, Attempt, Settled } from '../windows.ts';
import { ChildLost, type Child } from './child.ts';
import { ChildServers } from './child-servers.ts';
import { CHILD_HEAP_MB } from './layers.ts';
import { BadFrame } from './frame.ts';
import { ASK } from './messages.ts';
import { ASLEEP_MS, BUSY_MS, SILENT_MS } from './patience.ts';
import { watchdog } from './watchdog.ts';

/** What outlives a try. */
export interface Household {
  /** Whether each incarnation has a realm of its own. */
  readonly isApart: boolean;
  /** Some incarnation changed what others share: from now on they share nothing. */
  keepApart(): void;
}

/** One try at a run whose processes are in a child. */
export class ChildAttempt implements Attempt {
  readonly run: Run;
  private readonly household: Household;
  private readonly child: Child;
  private readonly servers: ChildServers;
  private lost: ChildLost | null = null;

  /** `isAgain` says that the run was tried before, so that something of it may have been stopped in mid-step. */
  constructor(
    household: Household,
    child: Child,
    script: MappedScript,
    prepare: PrepareRun,
    isAgain: boolean,
  ) {
    this.household = household;
    this.child = child;
    this.servers = new ChildServers(script, () => child);
    this.run = prepare(this.servers);
    this.unlessLost(() => {
      child.ask(ASK.begin, (out) => {
        out.number(household.isApart ? 1 : 0);
        out.number(isAgain ? 1 : 0);
      });
    });
  }

  advance(upTo: number): Advanced {
    watchdog().opensWindow();
    const more = this.unlessLost(() => this.run.advance(upTo));
    if (more === null) return 'aborted';
    return more ? 'more' : 'over';
  }

  async settle(): Promise<Settled> {
    const { child, household, servers, run } = this;
    if (this.lost === null) {
      const settled = this.unlessLost(() =>
        child.ask(ASK.settle, undefined, (answer) => {
          const isSound = answer.whole(1, 'whether a window was sound') === 1;
          if (!isSound && household.isApart) throw new BadFrame('realms of their own were shared');
          return { isSound, blame: servers.blameOf(answer) };
        }),
      );
      if (settled !== null) {
        if (!settled.isSound) household.keepApart();
        return settled;
      }
      const { message } = await this.verdict();
      // It was after some step of this window: the run is tried again to find which.
      return { isSound: true, blame: { server: this.asked, message, stack: '' } };
    }
    run.abort(await this.verdict());
    return { isSound: true, blame: null };
  }

  end(): void {}

  /** Null when the child was lost on the way. */
  private unlessLost<T>(action: () => T): T | null {
    if (this.lost !== null) return null;
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ChildLost)) throw error;
      this.lost = error;
      return null;
    }
  }

  /** The process that was asked last; -1 before the first. */
  private get asked(): number {
    return this.servers.last?.number ?? -1;
  }

  /** What it means that the child was lost. */
  private async verdict(): Promise<Verdict & { readonly kind: 'crashed' | 'overrun' }> {
    const atUs = this.run.result().virtualUs;
    const name = this.servers.last?.name ?? 'the submission';
    const { why, message } = this.lost ?? { why: null, message: '' };
    const overrun = (words: string): Verdict & { readonly kind: 'overrun' } => ({
      kind: 'overrun',
      message: `${name} ${words}`,
      atUs,
    });
    switch (why) {
      case 'endless':
        return overrun(
          `did not return within ${seconds(BUSY_MS)} of processor time: an endless loop`,
        );
      case 'asleep':
        return overrun(`did not return, and its process slept for ${seconds(ASLEEP_MS)}`);
      case 'silent':
        return overrun(`did not return within ${seconds(SILENT_MS)}`);
      case 'unlawful': {
        const words = `its process answered what no server may: ${message}`;
        return { kind: 'crashed', server: this.asked, message: words, stack: '', atUs };
      }
      case null: {
        const how = await this.child.end();
        return overrun(
          `did not return: the process of the servers died (${how}), most likely because it ` +
            `needed more than ${CHILD_HEAP_MB} MB of memory`,
        );
      }
    }
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}
