/** How messages travel while nothing is cut. Delays are microseconds, chances are per million. */
export interface NetworkPreset {
  readonly delayUs: readonly [low: number, high: number];
  readonly lossPerMillion: number;
  readonly duplicationPerMillion: number;
  /** Two replies in three wait 200 to 2200 ms longer (6.5840's long reordering). */
  readonly longReordering: boolean;
}

/** The presets of DESIGN section 5. Reliable has a small delay: a delay of zero hides eager code's bugs. */
export const NETWORKS = {
  reliable: {
    delayUs: [100, 3_000],
    lossPerMillion: 0,
    duplicationPerMillion: 0,
    longReordering: false,
  },
  unreliable: {
    delayUs: [0, 26_000],
    lossPerMillion: 100_000,
    duplicationPerMillion: 50_000,
    longReordering: false,
  },
  reordering: {
    delayUs: [0, 26_000],
    lossPerMillion: 100_000,
    duplicationPerMillion: 50_000,
    longReordering: true,
  },
  /** For adversaries of second copies: every request has one. */
  repeating: {
    delayUs: [100, 3_000],
    lossPerMillion: 0,
    duplicationPerMillion: 1_000_000,
    longReordering: false,
  },
} as const satisfies Record<string, NetworkPreset>;

export type NetworkName = keyof typeof NETWORKS;
