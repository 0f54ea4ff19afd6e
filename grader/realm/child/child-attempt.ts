import type { Run } from '../../../harness/scenario/run.ts';
import type { MappedScript } from '../../compile/stack.ts';
import type { PrepareRun } from '../realm.ts';
import type { Advanced, Attempt, Settled } from '../windows.ts';
import type { Child } from './child.ts';
import { ChildServers, housingIn } from './child-servers.ts';
import { BadFrame } from './frame.ts';
import { Loss } from './loss.ts';
import { ASK } from './messages.ts';
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
  private readonly loss = new Loss();

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
    this.servers = new ChildServers(script, housingIn(child));
    this.run = prepare(this.servers);
    // What the child did in the run before is not this one's.
    watchdog().opensWindow();
    this.loss.unless(() => {
      child.ask(ASK.begin, (out) => {
        out.number(household.isApart ? 1 : 0);
        out.number(isAgain ? 1 : 0);
      });
    });
  }

  advance(upTo: number): Advanced {
    return this.loss.advance(this.run, upTo);
  }

  async settle(): Promise<Settled> {
    const { child, household, servers, run, loss } = this;
    const wasLost = loss.isAny;
    const settled = loss.unless(() =>
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
    return loss.settle(run, servers.last, wasLost);
  }

  end(): void {}
}
