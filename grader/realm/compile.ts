import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildFailure, type Message, type Plugin } from 'esbuild';
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
}

const LABS = resolve(dirname(fileURLToPath(import.meta.url)), '../../labs');

/**
 * Bundles a submission. `entries` are the places where its server may be, first match taken.
 * Throws `SubmissionError` when there is none, when it does not compile, and when it imports
 * anything but its own files and 'splitbrain/<lab>'.
 */
export async function compileSubmission(
  folder: string,
  entries: readonly string[],
): Promise<CompiledSubmission> {
  const entry = findEntry(folder, entries);
  try {
    const result = await build({
      entryPoints: [entry],
      absWorkingDir: folder,
      bundle: true,
      write: false,
      format: 'iife',
      globalName: '__submission_module',
      footer: { js: 'globalThis.__submission = __submission_module.default;' },
      outfile: 'submission.js',
      sourcemap: 'external',
      target: 'es2023',
      supported: { 'dynamic-import': false },
      logLevel: 'silent',
      plugins: [onlyOwnFiles(folder)],
      // The workspace's own tsconfig is for the editor; a broken one must not cost a grade.
      tsconfigRaw: {},
    });
    const text = (suffix: string): string =>
      result.outputFiles.find((file) => file.path.endsWith(suffix))?.text ?? '';
    const code = text('.js');
    const digest = createHash('sha256').update(code).digest('hex');
    return { code, map: text('.js.map'), folder, digest };
  } catch (error) {
    if (isBuildFailure(error)) throw new SubmissionError(describe(error, folder));
    throw error;
  }
}

function findEntry(folder: string, entries: readonly string[]): string {
  if (!existsSync(folder)) throw new SubmissionError(`there is no folder ${folder}`);
  if (!statSync(folder).isDirectory()) {
    throw new SubmissionError(`${folder} is a file; give the folder that holds ${entries[0]}`);
  }
  const entry = entries.map((each) => join(folder, each)).find((each) => existsSync(each));
  if (entry !== undefined) return entry;
  const found = readdirSync(folder).slice(0, 8).join(', ') || 'nothing';
  throw new SubmissionError(`no ${entries.join(' or ')} in ${folder}, which holds ${found}`);
}

function onlyOwnFiles(folder: string): Plugin {
  return {
    name: 'only-own-files',
    setup(building) {
      building.onResolve({ filter: /.*/ }, (args) => {
        if (args.kind === 'entry-point' || args.importer.startsWith(LABS + sep)) return undefined;
        const lab = /^splitbrain\/([a-z]+)$/.exec(args.path)?.[1];
        if (lab !== undefined && existsSync(join(LABS, lab, 'api.ts'))) {
          return { path: join(LABS, lab, 'api.ts') };
        }
        const target = resolve(args.resolveDir, args.path);
        if (args.path.startsWith('.') && target.startsWith(folder + sep)) return undefined;
        const text = `a server may import its own files and 'splitbrain/<lab>', not '${args.path}'`;
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
  const file = relative(folder, resolve(folder, location.file));
  return `${file}:${location.line}:${location.column + 1}: ${text}\n    ${location.lineText.trim()}`;
}
