/** Bugs to be found: small edits of the correct solutions, each known to be wrong, or harmless. */

/** Puts `replace` for `find`, which must occur exactly once in `file`, a path under src/. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
}

export interface Mutant {
  readonly name: string;
  /** Whether a grader has to fail it; it must not fail the others. */
  readonly wrong: boolean;
  /** What is wrong with it, or why it is not wrong. */
  readonly sentence: string;
  /** The scenarios that must find it, by id. */
  readonly killedBy: readonly string[];
  /** The styles that it fits, and the edits that make it of each. */
  readonly edits: Readonly<Partial<Record<string, readonly Edit[]>>>;
}

/** Fewer mutants than this say nothing of a lab's checks: each part alone can be wrong in several ways. */
export const MUTANTS_MIN = 6;

/** What a lab is calibrated with: the file calibration.ts in the folder of its mutants. */
export interface LabCalibration {
  /** 'reference', and folders under styles/ whose files are laid over the reference. */
  readonly styles: readonly string[];
  readonly mutants: readonly Mutant[];
  /** What a handful of scenarios leave with the reference, seeds 1 and 2, by their ids. */
  readonly traceHashes: Readonly<Record<string, readonly [string, string]>>;
}

/** A mutant in one of the styles that it fits. */
export interface Trial {
  readonly mutant: Mutant;
  readonly style: string;
}

/** Every mutant whose name contains `only`, in each of `styles` that it fits. */
export function trialsOf(
  mutants: readonly Mutant[],
  styles: readonly string[],
  only: string,
): Trial[] {
  return mutants
    .filter(({ name }) => name.includes(only))
    .flatMap((mutant) =>
      styles
        .filter((style) => mutant.edits[style] !== undefined)
        .map((style) => ({ mutant, style })),
    );
}
