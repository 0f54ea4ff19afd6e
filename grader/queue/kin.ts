import { createHash } from 'node:crypto';
import { graderDigest } from '../batch/grader-digest.ts';
import { VERSION } from '../version.ts';

/** What a grader and a worker must have in common for their results to be the same. */
export interface Kin {
  readonly version: string;
  /** SHA-256 of the code that verdicts depend on. */
  readonly grader: string;
  /** Another major version of Node may word an error in another way, which would make another verdict. */
  readonly node: string;
}

export function ownKin(): Kin {
  const [major = ''] = process.version.split('.');
  return { version: VERSION, grader: graderDigest(), node: major };
}

/** The queue of all that are of one kin: jobs of others are never even seen. */
export function queueName(kin: Kin): string {
  return `runs-${digestOfKin(kin).slice(0, 16)}`;
}

export function digestOfKin({ version, grader, node }: Kin): string {
  return createHash('sha256').update(`${version}\n${grader}\n${node}\n`).digest('hex');
}

export function tellKin({ version, grader, node }: Kin): string {
  return `splitbrain ${version} (${grader.slice(0, 8)}) on Node ${node}`;
}
