import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { explainFailure, traceRun, type ExplainedFailure } from '../run/explain-failure.ts';
import type { FoundExhibit } from './find-exhibits.ts';

export interface PlayedExhibit {
  readonly submission: CompiledSubmission;
  readonly failure: ExplainedFailure;
}

/** Runs an exhibit's wrong solution; its workspace stays where it is, so that the run can be replayed. */
export async function playExhibit(lab: Lab, exhibit: FoundExhibit): Promise<PlayedExhibit> {
  const scenario = lab.scenarios.find(({ id }) => id === exhibit.scenario);
  if (scenario === undefined) {
    throw new Error(
      `the exhibit ${exhibit.name} plays '${exhibit.scenario}', which ${lab.id} has not`,
    );
  }
  const submission = await compileSubmission(writeExhibit(exhibit), lab);
  const { seed } = exhibit;
  const { result } = await traceRun(lab, scenario, submission, seed, { untilUs: 0 });
  const failure = await explainFailure(lab, scenario, submission, { seed, ...result });
  return { submission, failure };
}

/** A correct solution, with the exhibit's files in the place of its own. */
function writeExhibit({ lab, name, folder }: FoundExhibit): string {
  const workspace = join(tmpdir(), 'splitbrain-exhibits', `${lab}-${name}`);
  rmSync(workspace, { recursive: true, force: true });
  mkdirSync(workspace, { recursive: true });
  writeWorkspace(workspace, 'reference');
  for (const file of readdirSync(folder)) {
    if (file !== 'exhibit.ts') cpSync(join(folder, file), join(workspace, 'src', lab, file));
  }
  return workspace;
}

/** A line of an exhibit's file, as an editor numbers it. */
export interface NumberedLine {
  readonly number: number;
  readonly text: string;
}

/** The lines that an exhibit is about; throws when it does not name them uniquely. */
export function exhibitLines({ name, folder, lines }: FoundExhibit): NumberedLine[] {
  const { file, from, count } = lines;
  const all = readFileSync(join(folder, file), 'utf8').split('\n');
  const starts = all.flatMap((text, i) => (text.includes(from) ? [i] : []));
  const [start = -1] = starts;
  if (starts.length !== 1) {
    throw new Error(
      `the exhibit ${name} must name one line of ${file}: '${from}' is in ${starts.length} of them`,
    );
  }
  return all.slice(start, start + count).map((text, i) => ({ number: start + i + 1, text }));
}
