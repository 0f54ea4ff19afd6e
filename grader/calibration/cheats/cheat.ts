import type { Verdict } from '../../../harness/vocabulary/verdict.ts';

/** A submission that tries to pass without working, to harm, or to learn what it should not. */
export interface Cheat {
  readonly name: string;
  readonly lab: string;
  /** What it tries. */
  readonly sentence: string;
  /** Texts of its own files by their paths; all others are the reference's. */
  readonly files: Readonly<Record<string, string>>;
  /** Where links point to, by their paths. */
  readonly links?: Readonly<Record<string, string>>;
  readonly comesTo: End;
  /** Where nothing limits what a process takes, it would take all of the machine. */
  readonly needsLimits?: true;
  /** It takes its whole limit of processor time, so that `npm test` leaves it out. */
  readonly isSlow?: true;
  /** In practice, where it runs in the grader's own process, it ends in another way, or ends the process. */
  readonly isGradedOnly?: true;
}

/** What must come of it; `words` are part of what it is told. */
export type End =
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'does-not-compile'; readonly words: string }
  | { readonly kind: 'fails'; readonly in: Failures }
  /** It does what is wanted of it, whatever else it tries: it is as good as its own code is. */
  | { readonly kind: 'passes'; readonly in: readonly string[] };

/** By the ids of scenarios: how each fails, and words of the verdict. */
type Failures = Readonly<Record<string, readonly [Verdict['kind'], words?: string]>>;

/** Stands in the code of a cheat for the path of a file that it must not read. */
export const CANARY_PATH = '@canary-path@';

/** A line of the log that begins so says that something was got hold of. */
export const LOOT = 'got hold of';

/**
 * A Raft that tries something at the start of server 0, and does nothing else. `attempt` is the body of a
 * function of `node`, `apply` and `loot`: it returns what it got hold of, if anything, or calls `loot` later.
 */
export function raftThatTries(attempt: string, before = ''): Cheat['files'] {
  return {
    'src/raft/raft.ts': `${before}
export default class Raft {
  constructor(node, apply) {
    if (node.me !== 0) return;
    const loot = (what) => {
      if (what) node.log('${LOOT}', String(what));
    };
    try {
      loot(((node, apply, loot) => {
        ${attempt}
      })(node, apply, loot));
    } catch {}
  }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
  ping(args) { return args; }
}
`,
  };
}

/** Nobody leads where nothing else is done. */
export const NOBODY_LEADS: End = {
  kind: 'fails',
  in: { 'initial-election': ['stalled', 'a leader'] },
};
