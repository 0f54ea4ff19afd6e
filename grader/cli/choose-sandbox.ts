import type { Layer } from '../realm/child/layers.ts';
import { lacking, sandboxHere, type Sandbox } from '../realm/child/sandbox.ts';
import { tellLayers } from '../report/sandbox-words.ts';
import { UsageError } from '../run/select.ts';
import { messageOf } from '../message-of.ts';

/** What `--unsandboxed` does. */
export const UNSANDBOXED_WORDS =
  'run submissions with your rights, in the processes that judge them';

const NO_SANDBOX =
  "'splitbrain doctor' says what is missing and how to get it; with --unsandboxed submissions run with your rights, and every report says so";

/**
 * What confines submissions here; null when they are to run without. Throws `UsageError` when there is nothing
 * that could, and nobody said that it does not matter.
 */
export function chooseSandbox(isUnwanted: boolean): Sandbox | null {
  if (isUnwanted) return null;
  let sandbox: Sandbox;
  try {
    sandbox = sandboxHere();
  } catch (error) {
    const why = messageOf(error);
    throw new UsageError(`submissions cannot be run apart on this machine: ${why}; ${NO_SANDBOX}`);
  }
  if (sandbox.layers.length > 0) return sandbox;
  throw new UsageError(`nothing on this machine confines a submission; ${NO_SANDBOX}`);
}

/** A sandbox that has what a course file demands. Throws `UsageError` that says what it lacks. */
export function demandSandbox(demanded: readonly Layer[], sandbox: Sandbox | null): Sandbox | null {
  const lacks = lacking(demanded, sandbox);
  if (lacks.length === 0) return sandbox;
  const what = tellLayers(lacks);
  throw new UsageError(
    sandbox === null
      ? `the course file demands ${what}, so --unsandboxed cannot be given`
      : `the course file demands ${what}, which this machine lacks; 'splitbrain doctor' says how to get it`,
  );
}
