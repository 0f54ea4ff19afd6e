import fc from 'fast-check';

/** Random faults that a swarm turns on or off as a whole. */
export interface Family<F> {
  /** Whether it restarts processes, which some plans must not. */
  readonly restarts?: boolean;
  readonly windows: (frame: Frame) => fc.Arbitrary<Window<F>>;
}

/** What random faults are drawn for. */
export interface Frame {
  /** How many processes they may strike, the first ones. */
  readonly processes: number;
  readonly chaosMs: number;
}

/** What strikes at the start of a window, for how long it lasts, and how long was quiet before. */
export interface Window<F> {
  readonly quietMs: number;
  readonly lastsMs: number;
  readonly faults: readonly F[];
}

export function windowOf<F>(
  lastsMs: fc.Arbitrary<number>,
  faults: (forMs: number) => fc.Arbitrary<readonly F[]>,
  quietMaxMs = 1_500,
): fc.Arbitrary<Window<F>> {
  return fc
    .tuple(fc.nat({ max: quietMaxMs }), lastsMs)
    .chain(([quietMs, forMs]) =>
      faults(forMs).map((list) => ({ quietMs, lastsMs: forMs, faults: list })),
    );
}

/** How long a fault of the network lasts, in milliseconds. */
export const CUT_MS: fc.Arbitrary<number> = fc.integer({ min: 100, max: 2_000 });

export function anyProcess({ processes }: Frame): fc.Arbitrary<number> {
  return fc.nat({ max: processes - 1 });
}

/** A link between two different processes. */
export function anyLink(
  frame: Frame,
): fc.Arbitrary<{ readonly from: number; readonly to: number }> {
  const { processes } = frame;
  return fc.tuple(anyProcess(frame), fc.nat({ max: processes - 2 })).map(([from, skip]) => {
    return { from, to: (from + 1 + skip) % processes };
  });
}
