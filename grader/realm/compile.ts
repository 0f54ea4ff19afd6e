import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildFailure, type Message, type Plugin } from 'esbuild';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { SubmissionError } from './compile-error.ts';

/** A submission as one script, ready for a realm. */
export interface CompiledSubmission {
  readonly code: string;
  /** Source map of `code`, as JSON text. */
  readonly map: string;
  /** Folder that file names in errors are relative to. */
  readonly folder: string;
  /** SHA-256 of `code`: the same digest is the same submission. */
  readonly digest: string;
  /** Earlier labs whose files came from the reference solution. */
  readonly withReference: readonly string[];
}

/** What of a lab it takes to compile a submission for it. */
export type CompiledLab = Pick<Lab, 'id' | 'modules' | 'programs'>;

const LABS = fileURLToPath(new URL('../../labs', import.meta.url));
const REFERENCE = fileURLToPath(new URL('../calibration/reference', import.meta.url));

/**
 * Bundles the programs that a lab runs out of a submission. `withReference` names earlier labs, such
 * as 'raft', whose files come from the reference solution instead of the submission's own.
 * Throws `SubmissionError` when a module is missing, when one does not compile, and when one imports
 * anything but its own files and 'splitbrain/<lab>'.
 */
export async function compileSubmission(
  folder: string,
  lab: CompiledLab,
  withReference: readonly string[] = [],
): Promise<CompiledSubmission> {
  const modules = findModules(folder, lab, withReference);
  try {
    const result = await build({
      stdin: { contents: programsScript(lab), resolveDir: LABS },
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'iife',
      outfile: 'submission.js',
      sourcemap: 'external',
      target: 'es2023',
      supported: { 'dynamic-import': false },
      logLevel: 'silent',
      plugins: [onlyOwnFiles(folder, modules, withReference)],
      // The workspace's own tsconfig is for the editor; a broken one must not cost a grade.
      tsconfigRaw: {},
    });
    const text = (suffix: string): string =>
      result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
    const code = text('.js');
    const digest = createHash('sha256').update(code).digest('hex');
    return { code, map: text('.js.map'), folder, digest, withReference };
  } catch (error) {
    if (isBuildFailure(error)) throw new SubmissionError(describe(error, folder));
    throw error;
  }
}

/** A script that leaves every program of the lab where the bridge looks for it. */
function programsScript({ id, programs }: CompiledLab): string {
  const sources = Object.entries(programs).flatMap(([name, program]) =>
    'source' in program ? [{ name, path: sourcePath(id, program.source) }] : [],
  );
  const imports = sources.map(({ path }, i) => `import * as m${i} from ${JSON.stringify(path)};`);
  // A missing default export is undefined here, and told in the student's words when it starts.
  const members = sources.map(({ name }, i) => `${JSON.stringify(name)}: m${i}.default`);
  return `${imports.join('\n')}\nglobalThis.__submission = { ${members.join(', ')} };\n`;
}

function sourcePath(lab: string, source: string): string {
  return source.startsWith(MODULE) ? source : join(LABS, lab, source);
}

/** How a lab's programs import a student's module, whatever its file is called. */
const MODULE = 'submission:';

function findModules(
  folder: string,
  { modules }: CompiledLab,
  withReference: readonly string[],
): ReadonlyMap<string, string> {
  const roles = Object.entries(modules);
  if (!existsSync(folder)) throw new SubmissionError(`there is no folder ${folder}`);
  if (!statSync(folder).isDirectory()) {
    const place = roles[0]?.[1][0] ?? 'the submission';
    throw new SubmissionError(`${folder} is a file; give the folder that holds ${place}`);
  }
  return new Map(
    roles.map(([role, places]) => [role, findModule(folder, places, withReference)] as const),
  );
}

function findModule(
  folder: string,
  places: readonly string[],
  withReference: readonly string[],
): string {
  const found = places
    .map((each) => join(isOfReference(each, withReference) ? REFERENCE : folder, each))
    .find((each) => existsSync(each));
  if (found !== undefined) return found;
  const held = readdirSync(folder).slice(0, 8).join(', ') || 'nothing';
  throw new SubmissionError(`no ${places.join(' or ')} in ${folder}, which holds ${held}`);
}

/** Whether the reference's file stands in for the submission's at `path`, relative to its folder. */
function isOfReference(path: string, withReference: readonly string[]): boolean {
  return withReference.some((lab) => path.startsWith(join('src', lab) + sep));
}

function onlyOwnFiles(
  folder: string,
  modules: ReadonlyMap<string, string>,
  withReference: readonly string[],
): Plugin {
  return {
    name: 'only-own-files',
    setup(building) {
      building.onResolve({ filter: /.*/ }, (args) => {
        const module = modules.get(args.path.slice(MODULE.length));
        if (args.path.startsWith(MODULE) && module !== undefined) return { path: module };
        const lab = /^splitbrain\/([a-z][a-z0-9-]*)$/.exec(args.path)?.[1];
        if (lab !== undefined && existsSync(join(LABS, lab, 'api.ts'))) {
          return { path: join(LABS, lab, 'api.ts') };
        }
        // The programs of the lab itself, and the reference's files, are ours.
        const isOurs = args.resolveDir === LABS || args.importer.startsWith(LABS + sep);
        if (isOurs || args.importer.startsWith(REFERENCE + sep)) return undefined;
        const target = resolve(args.resolveDir, args.path);
        if (args.path.startsWith('.') && target.startsWith(folder + sep)) {
          const path = relative(folder, target);
          return isOfReference(path, withReference) ? { path: join(REFERENCE, path) } : undefined;
        }
        const text = `a submission may import its own files and 'splitbrain/<lab>', not '${args.path}'`;
        return { errors: [{ text }] };
      });
    },
  };
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function describe(failure: BuildFailure, folder: string): string {
  return failure.errors
    .slice(0, 5)
    .map((each) => describeOne(each, folder))
    .join('\n');
}

function describeOne({ location, text }: Message, folder: string): string {
  if (location === null) return text;
  // The import is one of the lab's own programs, which is not where the student has to look.
  const bare = /^No matching export in "(.+)" for import "default"$/.exec(text)?.[1];
  if (bare !== undefined) return `${bare} has no default export; export default its class`;
  const file = relative(folder, resolve(folder, location.file));
  return `${file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
