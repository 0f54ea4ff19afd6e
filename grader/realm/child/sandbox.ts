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
