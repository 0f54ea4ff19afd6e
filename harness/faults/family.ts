import fc from 'fast-check';
import type { Member, Trouble } from '../vocabulary/role.ts';

/** Random faults that a swarm turns on or off as a whole. */
export interface Family<F> {
  /** Whether it restarts processes, which some plans must not. */
  readonly restarts?: boolean;
  readonly windows: (frame: Frame) => fc.Arbitrary<Window<F>>;
}

/** What random faults are drawn for. */
export interface Frame {
  /** Every process of the run. */
  readonly processes: readonly Member[];
  /** The numbers of those that may be struck. */
  readonly among: readonly number[];
  /** Whether a fault that is drawn for one of them may strike it; else nothing does in its place. */
  readonly doesSuffer: (process: number, trouble: Trouble) => boolean;
  /**
   * On which side of a partition the others are: drawn, as for all processes, or the even numbers on one side
   * and the odd ones on the other, for plans that were made so.
   */
  readonly othersSides: 'drawn' | 'by number';
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

function anyProcess({ among }: Frame): fc.Arbitrary<number> {
  return fc.nat({ max: among.length - 1 }).map((at) => among[at] as number);
}

/**
 * A fault of any process. It is drawn among all, whatever they suffer, and left out where it would strike
 * one that does not suffer it: what one process suffers moves no draw of the others.
 */
export function onAnyProcess<F>(
  frame: Frame,
  trouble: Trouble,
  faultOf: (process: number) => F,
): fc.Arbitrary<F[]> {
  return anyProcess(frame).map((process) =>
    frame.doesSuffer(process, trouble) ? [faultOf(process)] : [],
  );
}

interface Link {
  readonly from: number;
  readonly to: number;
}

/** A fault of the link between any two processes that suffer cuts. */
export function onAnyLink<F>(frame: Frame, faultOf: (link: Link) => F): fc.Arbitrary<F[]> {
  const { among, doesSuffer } = frame;
  if (among.length < 2) return fc.constant([]);
  const places = fc.tuple(fc.nat({ max: among.length - 1 }), fc.nat({ max: among.length - 2 }));
  return places.map(([at, skip]) => {
    const from = among[at] as number;
    const to = among[(at + 1 + skip) % among.length] as number;
    return doesSuffer(from, 'cut') && doesSuffer(to, 'cut') ? [faultOf({ from, to })] : [];
  });
}
