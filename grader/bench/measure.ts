/** One promise of speed or memory, measured. */
export interface Figure {
  readonly what: string;
  /** What was measured, with its unit. */
  readonly measured: string;
  readonly goal: string;
  readonly holds: boolean;
}

/** Processor time of this process so far, in milliseconds: a busy machine does not stretch it as it does real time. */
function processorMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** Median of an odd number of measurements. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

/** Processor milliseconds that `run` takes: the median of `times`, after one run that warms up. */
export async function medianMs(run: () => unknown, times = 3): Promise<number> {
  await run();
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    const before = processorMs();
    await run();
    all.push(processorMs() - before);
  }
  return median(all);
}

/** A figure that must not be above a limit. */
export function atMost(what: string, value: number, limit: number, unit: string): Figure {
  return {
    what,
    measured: show(value, unit),
    goal: `${show(limit, unit)} or less`,
    holds: value <= limit,
  };
}

/** A figure that must not be below a limit. */
export function atLeast(what: string, value: number, limit: number, unit: string): Figure {
  return {
    what,
    measured: show(value, unit),
    goal: `${show(limit, unit)} or more`,
    holds: value >= limit,
  };
}

function show(value: number, unit: string): string {
  const rounded = value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
  return `${rounded.toLocaleString('en')} ${unit}`;
}
