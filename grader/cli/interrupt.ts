import type { RunResult } from '../../harness/scenario/run.ts';

/** Whether to end early; whoever runs a batch looks at it between two runs. */
export interface Stop {
  stopped: boolean;
}

/**
 * The first Ctrl-C ends a batch, so that what is finished can be printed; a second one ends the process.
 * The same for SIGTERM, by which a batch system says that the time is over.
 */
export function stopOnInterrupt(): Stop {
  const stop = { stopped: false };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop.stopped = true;
    });
  }
  return stop;
}

/** An endless loop costs seconds a run: after so many, with nothing else between, the rest is left. */
const OVERRUNS_MAX = 3;

/** Looks at each run's result and ends a batch whose first runs all overran: the others would, too. */
export class OverrunWatch {
  private readonly stop: Stop;
  private overruns = 0;
  private others = 0;

  constructor(stop: Stop) {
    this.stop = stop;
  }

  see({ verdict }: RunResult): void {
    if (verdict.kind === 'overrun') this.overruns++;
    else this.others++;
    if (this.isHopeless) this.stop.stopped = true;
  }

  get isHopeless(): boolean {
    return this.others === 0 && this.overruns >= OVERRUNS_MAX;
  }
}
