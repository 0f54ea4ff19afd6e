import { ENGINE_FLAGS } from '../engine-flags.ts';
import type { Command } from './child.ts';

/** What can stand between a child and the machine, each of which works without the others. */
export const LAYERS = ['permission', 'limits', 'bubblewrap', 'user'] as const;
export type Layer = (typeof LAYERS)[number];

/** Memory of a child's heap; the whole Raft lab of a correct solution needs about 150 MB. */
export const CHILD_HEAP_MB = 1_024;

/** Where the programs and files are that a child is started with. */
export interface Runtime {
  readonly node: string;
  /** The name that this Node has for its permission flag; null when it has none. */
  readonly permissionFlag: string | null;
  /** Shared libraries that `node` needs. */
  readonly libraries: readonly string[];
  /** The child's own program. */
  readonly program: string;
  /** Whether the judge runs as root, and its children should not. */
  readonly isRoot: boolean;
}

/** Nobody's number on every Linux: whoever has it owns no files. */
const NOBODY = '65534';

/** What `prlimit` allows a child. */
const LIMITS: readonly string[] = [
  // What is on no heap, such as array buffers: as much again.
  `--data=${2 * CHILD_HEAP_MB * 1024 * 1024}`,
  // Node has eleven threads, and all children on a machine count together. A fork bomb ends with its child.
  '--nproc=4096',
  '--nofile=64',
  // It writes into pipes, and into no file.
  '--fsize=0',
  '--core=0',
];

/** A child ends with the worker that started it, however that ends. */
const WITH_ITS_PARENT: readonly string[] = ['setpriv', '--pdeathsig', 'KILL'];

/** What starts a child within these layers. */
export function childCommand(layers: ReadonlySet<Layer>, runtime: Runtime): Command {
  const isBoxed = layers.has('bubblewrap');
  const program = isBoxed ? '/child.cjs' : runtime.program;
  const words = [
    ...(layers.has('user')
      ? ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--no-new-privs']
      : []),
    ...(layers.has('limits') ? [...WITH_ITS_PARENT, 'prlimit', ...LIMITS] : []),
    ...(isBoxed ? bubblewrap(runtime) : []),
    isBoxed ? '/node' : runtime.node,
    `--max-old-space-size=${CHILD_HEAP_MB}`,
    ...ENGINE_FLAGS,
    // Code out of a string would be how to get from an object of Node's to its process.
    '--disallow-code-generation-from-strings',
    ...(layers.has('permission') ? permission(runtime, program) : []),
    program,
  ];
  const [first = runtime.node, ...rest] = words;
  return [first, ...rest];
}

/** Node refuses files, processes, threads and native code to whatever runs in it. */
function permission({ permissionFlag }: Runtime, program: string): string[] {
  return permissionFlag === null ? [] : [permissionFlag, `--allow-fs-read=${program}`];
}

/** Namespaces of its own, with nobody else, no network and no file but Node and the child's program. */
function bubblewrap({ node, libraries, program }: Runtime): string[] {
  return [
    'bwrap --unshare-user --unshare-all --die-with-parent --new-session --clearenv --cap-drop ALL',
    `--uid ${NOBODY} --gid ${NOBODY} --hostname child --chdir / --proc /proc --dev /dev`,
  ]
    .flatMap((words) => words.split(' '))
    .concat(bind(node, '/node'), bind(program, '/child.cjs'))
    .concat(...libraries.map((library) => bind(library, library)))
    .concat('--remount-ro', '/dev', '--remount-ro', '/');
}

function bind(from: string, to: string): string[] {
  return ['--ro-bind', from, to];
}
