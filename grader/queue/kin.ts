import { createHash } from 'node:crypto';
import { graderDigest } from '../batch/grader-digest.ts';
import type { Layer } from '../realm/child/layers.ts';
import { demandsOf, lacking, type Sandbox } from '../realm/child/sandbox.ts';
import { sandboxName } from '../run/isolation.ts';
import { tellsProcessorTime } from '../system/processor-time.ts';
import { VERSION } from '../version.ts';

/** What a grader and a worker must have in common for their results to be the same, and what confines submissions. */
export interface Kin {
  readonly version: string;
  /** SHA-256 of the code that verdicts depend on. */
  readonly grader: string;
  /** Another major version of Node may word an error in another way, which would make another verdict. */
  readonly node: string;
  /** Whether limits count processor time, and not real time. */
  readonly tellsTime: boolean;
  /** What confines submissions: at a worker all that there is, for a grader no less than this. */
  readonly sandbox: Sandbox | null;
}

export function ownKin(sandbox: Sandbox | null): Kin {
  const [major = ''] = process.version.split('.');
  return {
    version: VERSION,
    grader: graderDigest(),
    node: major,
    tellsTime: tellsProcessorTime(),
    sandbox,
  };
}

/** Why a worker may not run what a grader wants to have run. */
export type Misfit =
  | { readonly kind: 'another-program' }
  /** A result could be forged that the grader takes for one that could not. */
  | { readonly kind: 'less-confined'; readonly lacks: readonly Layer[] };

/** Null when it may. */
export function misfit(worker: Kin, grader: Kin): Misfit | null {
  if (programOf(worker) !== programOf(grader)) return { kind: 'another-program' };
  const lacks = lacking(demandsOf(grader.sandbox), worker.sandbox);
  return lacks.length === 0 ? null : { kind: 'less-confined', lacks };
}

/** The queue of a grader, and of all that demand the same: workers that do not fit never see its jobs. */
export function queueName(grader: Kin): string {
  return `runs-${digestOfKin(grader).slice(0, 16)}`;
}

export function digestOfKin(grader: Kin): string {
  const all = [programOf(grader), ...demandsOf(grader.sandbox)];
  return createHash('sha256').update(all.join('\n')).digest('hex');
}

function programOf({ version, grader, node, tellsTime }: Kin): string {
  return [version, grader, node, tellsTime].join('\n');
}

export function tellKin({ version, grader, node, tellsTime, sandbox }: Kin): string {
  const clock = tellsTime ? '' : ', with limits of real time';
  return `splitbrain ${version} (${grader.slice(0, 8)}) on Node ${node}, sandbox ${sandboxName(sandbox)}${clock}`;
}
