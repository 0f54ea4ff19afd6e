import type { ScenarioOutcome } from './scenario-outcome.ts';

/** A place in a submission; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  /** Null where only the file is known. */
  readonly line: number | null;
  readonly column: number | null;
  /** The function, as the stack has it; empty where none is known. */
  readonly inside: string;
}

/**
 * Where in the submission a scenario failed, the innermost place first: the frames of a crash, or what does not
 * compile. A broken promise has no line; then it is the file that the scenario's part is most about.
 */
export function placesOf({ failure, lab, plan, scenario }: ScenarioOutcome): Place[] {
  const { outcome, files } = lab;
  const lines =
    outcome.kind === 'not-runnable'
      ? outcome.reason.split('\n')
      : failure?.kind === 'crashed'
        ? failure.stack.split('\n')
        : [];
  const known = lines.flatMap((line) => readPlace(line) ?? []);
  if (known.length > 0) return known;
  const places = plan.parts.find(({ id }) => id === scenario.part)?.places ?? [];
  const file = places.find((each) => files.includes(each)) ?? places[0];
  return file === undefined ? [] : [{ file, line: null, column: null, inside: '' }];
}

/** Reads `src/raft/raft.ts:41:12 in Raft.onVote` and `src/raft/raft.ts:3:1: Unexpected "}"`. */
function readPlace(text: string): Place | null {
  const match = /^(?! )(.+?):(\d+):(\d+)(?:: | in (.*)|$)/.exec(text);
  const file = match?.[1] ?? '';
  // Outside of the submission there is nothing to look at.
  if (match === null || /^(?:[\\/]|[a-z]:)|(?:^|[\\/])\.\.(?:[\\/]|$)/i.test(file)) return null;
  return { file, line: Number(match[2]), column: Number(match[3]), inside: match[4] ?? '' };
}
