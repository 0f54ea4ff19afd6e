import { execFileSync, spawnSync } from 'node:child_process';
import { bundleChild } from './bundle.ts';
import { CHILD_ENVIRONMENT, type Command } from './child.ts';
import { childCommand, LAYERS, type Layer, type Runtime } from './layers.ts';

/** What of a child's confinement this machine can do. */
export interface Confinement {
  readonly command: Command;
  readonly layers: ReadonlySet<Layer>;
  /** Why each layer is missing that is not there. */
  readonly missing: ReadonlyMap<Layer, string>;
}

let known: Confinement | null = null;

/** As many layers as this machine can do, each tried once in a process. */
export function confinement(): Confinement {
  return (known ??= tryLayers(readRuntime(), probe));
}

/** Starts a child that nothing confines. */
export function bareCommand(): Command {
  return childCommand(new Set(), readRuntime());
}

/**
 * Takes each layer that works together with those before it; who is not root needs to become nobody else. `works` gives why a command does not; null if it does.
 */
export function tryLayers(
  runtime: Runtime,
  works: (command: Command) => string | null,
): Confinement {
  const layers = new Set<Layer>();
  const missing = new Map<Layer, string>();
  const without = works(childCommand(layers, runtime));
  if (without !== null) throw new Error(`a child does not even start unconfined: ${without}`);
  for (const layer of LAYERS) {
    if (layer === 'user' && !runtime.isRoot) continue;
    const why = lack(layer, runtime) ?? works(childCommand(new Set([...layers, layer]), runtime));
    if (why === null) layers.add(layer);
    else missing.set(layer, why);
  }
  return { command: childCommand(layers, runtime), layers, missing };
}

/** Why a layer would do nothing here. */
function lack(layer: Layer, { permissionFlag }: Runtime): string | null {
  if (layer === 'permission' && permissionFlag === null) return 'this Node has no permission flag';
  return null;
}

const START_MS = 30_000;

/** Starts a child that is asked nothing: it ends well at once. */
function probe([program, ...args]: Command): string | null {
  const { status, signal, error, stderr } = spawnSync(program, args, {
    input: '',
    cwd: '/',
    env: CHILD_ENVIRONMENT,
    timeout: START_MS,
    encoding: 'utf8',
  });
  if (error !== undefined) return isAbsent(error) ? `there is no ${program}` : error.message;
  if (status === 0) return null;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return said === '' ? `${program} ended with ${signal ?? `exit code ${status}`}` : said;
}

function isAbsent(error: Error): boolean {
  return 'code' in error && error.code === 'ENOENT';
}

const PERMISSION_FLAGS = ['--permission', '--experimental-permission'];

export function readRuntime(): Runtime {
  const flags = process.allowedNodeEnvironmentFlags;
  return {
    node: process.execPath,
    permissionFlag: PERMISSION_FLAGS.find((flag) => flags.has(flag)) ?? null,
    libraries: librariesOf(process.execPath),
    program: bundleChild(),
    isRoot: process.getuid?.() === 0,
  };
}

/** What the system's loader takes in with a program. */
function librariesOf(program: string): string[] {
  try {
    const lines = execFileSync('ldd', [program], { encoding: 'utf8' }).split('\n');
    return lines.flatMap((line) => /(?:=> |^\s*)(\/\S+)/.exec(line)?.[1] ?? []);
  } catch {
    // It is linked to none, or this is no Linux.
    return [];
  }
}
