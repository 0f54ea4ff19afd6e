import { confinement, readRuntime } from './confinement.ts';
import { childCommand, LAYERS, type Layer } from './layers.ts';
import type { Command } from './child.ts';

/** What stands between the servers of a submission, in a child, and the machine. */
export interface Sandbox {
  readonly layers: readonly Layer[];
  /** Those that the machine could not do. */
  readonly missing: readonly Layer[];
}

/** As much as this machine can do. Throws when it cannot even start a child. */
export function sandboxHere(): Sandbox {
  const { layers, missing } = confinement();
  return {
    layers: LAYERS.filter((each) => layers.has(each)),
    missing: LAYERS.filter((each) => missing.has(each)),
  };
}

const commands = new Map<string, Command>();

/** What starts a child in this sandbox on this machine; looked up once for each. */
export function commandIn({ layers }: Sandbox): Command {
  const name = layers.join();
  const command = commands.get(name) ?? childCommand(new Set(layers), readRuntime());
  commands.set(name, command);
  return command;
}

/**
 * The kinds of confinement of a sandbox: those that it does not lack. Another user is there for who is not root,
 * though it takes no layer.
 */
export function demandsOf(sandbox: Sandbox | null): readonly Layer[] {
  return sandbox === null ? [] : LAYERS.filter((each) => !sandbox.missing.includes(each));
}

/** The least that has these kinds of confinement. */
export function sandboxOf(demanded: readonly Layer[]): Sandbox {
  return {
    layers: LAYERS.filter((each) => demanded.includes(each)),
    missing: LAYERS.filter((each) => !demanded.includes(each)),
  };
}

/** Those of some kinds of confinement that a sandbox lacks. */
export function lacking(demanded: readonly Layer[], sandbox: Sandbox | null): readonly Layer[] {
  const has = demandsOf(sandbox);
  return demanded.filter((each) => !has.includes(each));
}
