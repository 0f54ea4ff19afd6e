import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { bundleBridge, type BridgeScripts } from './bridge.ts';
import { isBuildFailure, tellBuildFailure } from './build-failure.ts';
import { findModules, LABS, MODULE } from './modules.ts';
import { OwnFiles } from './own-files.ts';
import { refuseWhatEngineRefuses } from './parse.ts';
import { SCRIPT_NAME, type MappedScript } from './stack.ts';
import { SubmissionError } from './submission-error.ts';

/** A submission as one script, with all that a realm evaluates beside it. */
export interface CompiledSubmission extends MappedScript {
  /** Statements that hand what the submission exports to a function named `leavePrograms`. */
  readonly code: string;
  /** Evaluated in a realm before `code`. */
  readonly bridge: BridgeScripts;
  /** SHA-256 of `code`: the same digest is the same submission. */
  readonly digest: string;
  /** SHA-256 of those of its own files that `code` was made of; the same for every version of this program. */
  readonly sourceDigest: string;
  /** Earlier labs whose files came from the reference solution. */
  readonly withReference: readonly string[];
}

/** Letters of a script; correct solutions have 100,000, and a page of code can be written that becomes a gigabyte. */
const SCRIPT_LENGTH_MAX = 16_000_000;

/** What of a lab it takes to compile a submission for it. */
export type CompiledLab = Pick<Lab, 'id' | 'modules' | 'programs'>;

/**
 * Bundles the programs that a lab runs out of a submission. `withReference` names earlier labs, such
 * as 'raft', whose files come from the reference solution instead of the submission's own.
 * Throws `SubmissionError` when a module is missing, when one does not compile, and when one imports
 * anything but its own files and 'splitbrain/<lab>'. Runs nothing of it.
 */
export async function compileSubmission(
  folder: string,
  lab: CompiledLab,
  withReference: readonly string[] = [],
): Promise<CompiledSubmission> {
  const modules = findModules(folder, lab, withReference);
  const own = new OwnFiles(folder, modules, withReference);
  const bridge = bundleBridge();
  try {
    const result = await build({
      stdin: { contents: programsScript(lab), resolveDir: LABS },
      absWorkingDir: dirname(LABS),
      bundle: true,
      write: false,
      format: 'iife',
      outfile: SCRIPT_NAME,
      sourcemap: 'external',
      target: 'es2023',
      supported: { 'dynamic-import': false },
      logLevel: 'silent',
      plugins: [own.plugin],
      // The workspace's own tsconfig is for the editor; a broken one must not cost a grade.
      tsconfigRaw: {},
    });
    const text = (suffix: string): string =>
      result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
    const code = text('.js');
    const digest = createHash('sha256').update(code).digest('hex');
    if (code.length > SCRIPT_LENGTH_MAX) {
      throw new SubmissionError(
        `it becomes a script of ${code.length} letters, of which ${SCRIPT_LENGTH_MAX} are allowed`,
      );
    }
    const script = { map: text('.js.map'), folder };
    refuseWhatEngineRefuses(code, script);
    const sourceDigest = own.digest();
    return { ...script, code, bridge: await bridge, digest, sourceDigest, withReference };
  } catch (error) {
    if (isBuildFailure(error)) throw new SubmissionError(tellBuildFailure(error));
    throw error;
  }
}

/** A script that hands every program of the lab to the bridge. */
function programsScript({ id, programs }: CompiledLab): string {
  const sources = Object.entries(programs).flatMap(([name, program]) =>
    'source' in program ? [{ name, path: sourcePath(id, program.source) }] : [],
  );
  const imports = sources.map(({ path }, i) => `import * as m${i} from ${JSON.stringify(path)};`);
  // A missing default export is undefined here, and told in the student's words when it starts.
  const members = sources.map(({ name }, i) => `${JSON.stringify(name)}: m${i}.default`);
  return `${imports.join('\n')}\nleavePrograms({ ${members.join(', ')} });\n`;
}

function sourcePath(lab: string, source: string): string {
  return source.startsWith(MODULE) ? source : join(LABS, lab, source);
}
