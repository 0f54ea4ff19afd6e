import { createHash, createHmac } from 'node:crypto';
import { UsageError } from '../run/select.ts';
import type { LabPlan } from './graded-class.ts';

/** Raised whenever the same secret would give other seeds. */
const FORMAT = 1;

/** Hexadecimal digits of a secret: 128 bits, which nobody guesses. */
const SECRET_DIGITS_MIN = 32;

/** Bytes of a seed: whole numbers up to 2^48, all of which a random stream tells apart. */
const SEED_BYTES = 6;

/**
 * Seeds drawn from a secret: the same for every student, others for each assignment and scenario. Who knows
 * some of them, or all of an earlier assignment, learns nothing about the others.
 */
export class HiddenSeeds {
  private readonly secret: Buffer;
  private readonly assignment: string;

  /** Throws `UsageError` for a secret that is no secret. */
  constructor(secret: string, assignment: string) {
    const digits = secret.trim();
    if (!/^[\da-f]*$/i.test(digits) || digits.length < SECRET_DIGITS_MIN || digits.length % 2 > 0) {
      throw new UsageError(
        `a secret is an even number of at least ${SECRET_DIGITS_MIN} hexadecimal digits; this one has ` +
          `${digits.length} characters. Make one with 'splitbrain seeds secret <file>'`,
      );
    }
    this.secret = Buffer.from(digits, 'hex');
    this.assignment = assignment;
  }

  /** The first `count` seeds of a scenario; more of them begin with the same ones. */
  of(lab: string, scenario: string, count: number): number[] {
    const seeds = new Set<number>();
    for (let i = 0; seeds.size < count; i++) {
      seeds.add(this.draw('seed', lab, scenario, String(i)).readUIntBE(0, SEED_BYTES));
    }
    return [...seeds];
  }

  /** Nobody who knows only the digest can find out a short list of seeds by trying. */
  get nonce(): string {
    return this.draw('nonce').toString('hex');
  }

  private draw(...purpose: readonly string[]): Buffer {
    const text = JSON.stringify(['splitbrain seeds', FORMAT, this.assignment, ...purpose]);
    return createHmac('sha256', this.secret).update(text).digest();
  }
}

/** The text that is published after the deadline: its SHA-256 is what was published before it. */
export function revealSeeds(
  seeds: HiddenSeeds,
  assignment: string,
  labs: readonly LabPlan[],
): string {
  const scenarios = labs.flatMap(({ id: lab, scenarios: all }) =>
    all.map(({ id, seeds: drawn }) => ({ lab, scenario: id, seeds: drawn })),
  );
  const lines = scenarios.map((each) => `    ${JSON.stringify(each)}`).join(',\n');
  return (
    `{\n  "format": ${FORMAT},\n  "assignment": ${JSON.stringify(assignment)},\n` +
    `  "nonce": ${JSON.stringify(seeds.nonce)},\n  "scenarios": [\n${lines}\n  ]\n}\n`
  );
}

/** What can be published before the deadline: the SHA-256 of the text that is published after it. */
export function commitTo(revealed: string): string {
  return createHash('sha256').update(revealed).digest('hex');
}
