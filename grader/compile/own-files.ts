import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { extname, join, posix, relative, resolve, sep } from 'node:path';
import type { Loader, OnLoadResult, OnResolveResult, PartialMessage, Plugin } from 'esbuild';
import { hasComputedImports } from './computed-imports.ts';
import { isOfReference, LABS, MODULE, REFERENCE } from './modules.ts';
import { OWN } from './stack.ts';

const LOADERS: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
  '.json': 'json',
};

/** What may be left out at the end of an import, in the order in which it is tried. */
const IMPLIED = ['', '.tsx', '.ts', '.jsx', '.js', '.json', '/index.ts', '/index.js'];
/** TypeScript takes './x.js' for the file that './x.ts' will become. */
const COMPILED_FROM: Readonly<Record<string, string>> = {
  '.js': '.ts',
  '.mjs': '.mts',
  '.cjs': '.cts',
};

/** Lets a submission import its own files and the student API, and refuses everything else. */
export class OwnFiles {
  private readonly folder: string;
  private readonly modules: ReadonlyMap<string, string>;
  private readonly withReference: readonly string[];
  /** Digest of each own file that was compiled, by its path in the folder. */
  private readonly digests = new Map<string, string>();
  /** Files of ours that may be a part of the script. */
  private readonly ours = new Set<string>();

  /** `modules` has the path of each module that a lab wants, by its role. */
  constructor(
    folder: string,
    modules: ReadonlyMap<string, string>,
    withReference: readonly string[],
  ) {
    this.folder = folder;
    this.modules = modules;
    this.withReference = withReference;
  }

  readonly plugin: Plugin = {
    name: 'own-files',
    setup: (building) => {
      building.onResolve({ filter: /.*/ }, ({ path, namespace, importer, resolveDir }) => {
        const lab = /^splitbrain\/([a-z][a-z0-9-]*)$/.exec(path)?.[1];
        if (lab !== undefined && existsSync(join(LABS, lab, 'api.ts'))) {
          return this.admit(join(LABS, lab, 'api.ts'));
        }
        if (namespace === OWN) return this.ownImport(importer, path);
        const module = this.modules.get(path.slice(MODULE.length));
        if (path.startsWith(MODULE) && module !== undefined) return this.place(module);
        const isOurs = resolveDir === LABS || this.ours.has(importer);
        return isOurs ? this.admit(resolve(resolveDir, path)) : refuse(path);
      });
      building.onLoad({ filter: /.*/, namespace: OWN }, ({ path }) => this.load(path));
      building.onLoad({ filter: /.*/ }, ({ path }) =>
        this.ours.has(path) ? undefined : refuse(path),
      );
    },
  };

  /** SHA-256 of the own files that were compiled, by name and bytes: the same wherever the submission lies. */
  digest(): string {
    const all = [...this.digests].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return createHash('sha256').update(JSON.stringify(all)).digest('hex');
  }

  private ownImport(importer: string, path: string): OnResolveResult {
    const target = posix.join(posix.dirname(importer), path);
    if (!path.startsWith('.') || target.startsWith('..')) return refuse(path);
    const root = isOfReference(target, this.withReference) ? REFERENCE : this.folder;
    const found = candidates(target).find((each) => isFile(join(root, each)));
    if (found === undefined) return { errors: [{ text: `there is no file '${path}'` }] };
    return this.place(join(root, found));
  }

  /** Where the compiler finds a file of the submission, or of the reference in its place. */
  private place(file: string): OnResolveResult {
    const path = relative(this.folder, file).replaceAll('\\', '/');
    const isOwn = !path.startsWith('..') && !isOfReference(path, this.withReference);
    return isOwn ? { path, namespace: OWN } : this.admit(file);
  }

  private admit(path: string): OnResolveResult {
    this.ours.add(path);
    return { path };
  }

  private async load(path: string): Promise<OnLoadResult> {
    const loader = LOADERS[extname(path)];
    if (loader === undefined) {
      const text = `a submission may import .ts, .js and .json files, not '${path}'`;
      return { errors: [{ text }] };
    }
    const file = join(this.folder, path);
    if (!realpathSync(file).startsWith(realpathSync(this.folder) + sep)) {
      return { errors: [{ text: `'${path}' is a link that leads out of the submission` }] };
    }
    const bytes = readFileSync(file);
    this.digests.set(path, createHash('sha256').update(bytes).digest('hex'));
    const text = bytes.toString('utf8');
    if (await hasComputedImports(text, loader)) {
      const why = `${path}: import() and require() take the name of a file in quotes, and nothing that is computed`;
      return { errors: [{ text: why }] };
    }
    return { contents: withoutMap(text), loader };
  }
}

function candidates(target: string): string[] {
  const source = COMPILED_FROM[extname(target)];
  const replaced = source === undefined ? [] : [target.slice(0, -extname(target).length) + source];
  return [...IMPLIED.map((end) => target + end), ...replaced];
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function refuse(path: string): { readonly errors: PartialMessage[] } {
  const text = `a submission may import its own files and 'splitbrain/<lab>', not '${path}'`;
  return { errors: [{ text }] };
}

/** A file that names a source map of its own could have its stacks name any file and line. */
function withoutMap(text: string): string {
  return text.replaceAll('sourceMappingURL=', 'sourceMappingURL:');
}
