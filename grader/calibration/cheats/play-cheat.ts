import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { RunResult } from '../../../harness/scenario/run.ts';
import type { Lab } from '../../../harness/scenario/scenario.ts';
import type { compileSubmission, CompiledSubmission } from '../../compile/compile.ts';
import { SubmissionError } from '../../compile/submission-error.ts';
import { unpack } from '../../intake/unpack.ts';
import type { OpenRealm } from '../../realm/realm.ts';
import { runSeed } from '../../run/run-seed.ts';
import { REFERENCE } from '../run/workspace.ts';
import { CANARY_PATH, type Cheat } from './cheat.ts';

const SEED = 1;
/** In the place of a text: the reference's own file. */
const FROM_REFERENCE = /^@reference:(.+)@$/;

/** What came of a cheat, and all that anybody is told of it. */
export type Outcome =
  | { readonly kind: 'refused' | 'does-not-compile'; readonly words: string }
  | { readonly kind: 'played'; readonly played: readonly Played[] };

export interface Played {
  readonly scenario: string;
  readonly result: RunResult;
  readonly log: readonly string[];
  readonly wallMs: number;
}

/** Writes what a cheat hands in into `folder`: the reference with its own files laid over. */
export function handIn(cheat: Cheat, folder: string, canary: string): void {
  cpSync(join(REFERENCE, 'src'), join(folder, 'src'), { recursive: true });
  const place = (path: string): string => {
    const target = join(folder, path);
    rmSync(target, { force: true });
    mkdirSync(dirname(target), { recursive: true });
    return target;
  };
  for (const [path, text] of Object.entries(cheat.files)) {
    const source = FROM_REFERENCE.exec(text)?.[1];
    const own = source === undefined ? text : readFileSync(join(REFERENCE, source), 'utf8');
    writeFileSync(place(path), own.replaceAll(CANARY_PATH, canary));
  }
  for (const [path, to] of Object.entries(cheat.links ?? {})) {
    symlinkSync(to.replaceAll(CANARY_PATH, canary), place(path));
  }
}

export interface Way {
  readonly lab: Lab;
  readonly compile: typeof compileSubmission;
  readonly openRealm: OpenRealm;
}

/** Takes what was handed in all the way that a submission goes, and plays these scenarios. */
export async function playCheat(
  handedIn: string,
  scratch: string,
  ids: readonly string[],
  { lab, compile, openRealm }: Way,
): Promise<Outcome> {
  const content = await unpack(handedIn, scratch);
  if (content.kind === 'unusable') return { kind: 'refused', words: content.reason };
  let submission: CompiledSubmission;
  try {
    submission = await compile(content.folder, lab);
  } catch (error) {
    if (!(error instanceof SubmissionError)) throw error;
    return { kind: 'does-not-compile', words: error.message };
  }
  return { kind: 'played', played: await playAll(lab, ids, submission, openRealm) };
}

export async function playAll(
  lab: Lab,
  ids: readonly string[],
  submission: CompiledSubmission,
  openRealm: OpenRealm,
): Promise<Played[]> {
  const realm = openRealm(submission);
  const played: Played[] = [];
  try {
    for (const id of ids) {
      const scenario = lab.scenarios.find((each) => each.id === id);
      if (scenario === undefined) throw new Error(`${lab.id} has no scenario ${id}`);
      let log: string[] = [];
      const sinceMs = performance.now();
      const result = await runSeed(lab, scenario, submission, SEED, {
        realm,
        trace() {
          log = [];
          return (line) => {
            if (line.kind === 'effect' && line.effect.kind === 'log') log.push(line.effect.text);
          };
        },
      });
      played.push({ scenario: id, result, log, wallMs: performance.now() - sinceMs });
    }
  } finally {
    realm.close();
  }
  return played;
}
