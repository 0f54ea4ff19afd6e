import { createHash } from 'node:crypto';
import { graderDigest } from '../batch/grader-digest.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { sandboxName } from '../run/isolation.ts';
import { VERSION } from '../version.ts';

/** What a grader and a worker must have in common for their results to be the same. */
export interface Kin {
  readonly version: string;
  /** SHA-256 of the code that verdicts depend on. */
  readonly grader: string;
  /** Another major version of Node may word an error in another way, which would make another verdict. */
  readonly node: string;
  /** What confines submissions, which a grade tells: in a weaker sandbox, a result could be forged. */
  readonly sandbox: string;
}

export function ownKin(sandbox: Sandbox | null): Kin {
  const [major = ''] = process.version.split('.');
  return {
    version: VERSION,
    grader: graderDigest(),
    node: major,
    sandbox: sandboxName(sandbox),
  };
}

/** The queue of all that are of one kin: jobs of others are never even seen. */
export function queueName(kin: Kin): string {
  return `runs-${digestOfKin(kin).slice(0, 16)}`;
}

export function digestOfKin({ version, grader, node, sandbox }: Kin): string {
  return createHash('sha256').update([version, grader, node, sandbox].join('\n')).digest('hex');
}

export function tellKin({ version, grader, node, sandbox }: Kin): string {
  return `splitbrain ${version} (${grader.slice(0, 8)}) on Node ${node}, sandbox ${sandbox}`;
}
