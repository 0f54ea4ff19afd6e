import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import { isOfReference, LABS, MODULE, REFERENCE } from './modules.ts';

/** Lets a submission import its own files and the student API, and refuses everything else. */
export function onlyOwnFiles(
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
