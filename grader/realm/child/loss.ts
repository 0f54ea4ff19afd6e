import type { Verdict } from '../../../harness/vocabulary/verdict.ts';
import type { Run } from '../../../harness/scenario/run.ts';
import type { Advanced, Settled } from '../windows.ts';
import type { ChildServer } from './child-servers.ts';
import { ChildLost } from './child.ts';
import { CHILD_HEAP_MB } from './layers.ts';
import { ASLEEP_MS, BUSY_MS, SILENT_MS, STOPPED_MS, UNSEEN_MS } from './patience.ts';
import { watchdog } from './watchdog.ts';

/** Whether a try at a run has lost a child, and what becomes of the run then. */
export class Loss {
  private lost: ChildLost | null = null;

  get isAny(): boolean {
    return this.lost !== null;
  }

  /** Does something that asks a child; null when a child is lost, or was before. */
  unless<T>(action: () => T): T | null {
    if (this.lost !== null) return null;
    try {
      return action();
    } catch (error) {
      if (!(error instanceof ChildLost)) throw error;
      this.lost = error;
      return null;
    }
  }

  /** Plays a window of the run. */
  advance(run: Run, upTo: number): Advanced {
    watchdog().opensWindow();
    const more = this.unless(() => run.advance(upTo));
    if (more === null) return 'aborted';
    return more ? 'more' : 'over';
  }

  /**
   * Ends a run whose child was lost in a window, while `asked` was asked; one that was lost only when the window was
   * settled was lost after some step of it, and the run is tried again to find which.
   */
  async settle(run: Run, asked: ChildServer | null, wasLostBefore: boolean): Promise<Settled> {
    const { lost } = this;
    if (lost === null) throw new Error('a child that was not lost did not answer');
    const verdict = await verdictOfLoss(lost, asked, run.result().virtualUs);
    if (wasLostBefore) {
      run.abort(verdict);
      return { isSound: true, blame: null };
    }
    const { message } = verdict;
    return { isSound: true, blame: { server: asked?.number ?? -1, message, stack: '' } };
  }
}

/** What it means for a run that a child was lost while `asked` was asked, or before any was. */
async function verdictOfLoss(
  { why, message, child }: ChildLost,
  asked: ChildServer | null,
  atUs: number,
): Promise<Verdict & { readonly kind: 'crashed' | 'overrun' }> {
  const name = asked?.name ?? 'the submission';
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
    case 'stopped':
      return overrun(`did not return, and its process was stopped for ${seconds(STOPPED_MS)}`);
    case 'silent':
      return overrun(`did not return within ${seconds(SILENT_MS)} of real time`);
    case 'unseen':
      return overrun(`did not return within ${seconds(UNSEEN_MS)} of real time`);
    case 'unlawful': {
      const words = `its process answered what no server may: ${message}`;
      return { kind: 'crashed', server: asked?.number ?? -1, message: words, stack: '', atUs };
    }
    case null: {
      const how = await child.end();
      return overrun(
        `did not return: the process of the servers died (${how}), most likely because it ` +
          `needed more than ${CHILD_HEAP_MB} MB of memory`,
      );
    }
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}
