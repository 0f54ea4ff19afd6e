/**
 * Randomness that is keyed, not sequential: a draw depends on what it is for and on nothing else, so
 * that taking one fault out of a plan leaves every other draw of the run as it was.
 *
 * All arithmetic is on 32-bit integers, which every engine computes alike.
 */

/** MurmurHash3's mixing of one 32-bit word into a running hash (public domain algorithm). */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = (k << 15) | (k >>> 17);
  const h = hash ^ Math.imul(k, 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}

/** MurmurHash3's finalizer: spreads every input bit over all 32 output bits. */
export function finish(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function mixText(hash: number, text: string): number {
  let h = hash;
  for (let i = 0; i < text.length; i++) h = mix(h, text.charCodeAt(i));
  return h;
}

const TWO_TO_32 = 4294967296;

/** A source of draws for one purpose of one run. */
export class Random {
  private readonly base: number;

  /** `seed` is a whole number from 0 to 2^53 - 1; `purpose` keeps draws of different kinds apart. */
  constructor(seed: number, purpose: string) {
    const high = Math.floor(seed / TWO_TO_32);
    this.base = mixText(mix(mix(0x5b1d, high), seed | 0), purpose);
  }

  /** 32 random bits for the key (a, b, c). */
  bits(a: number, b = 0, c = 0): number {
    return finish(mix(mix(mix(this.base, a), b), c));
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number, a: number, b = 0, c = 0): number {
    return low + Math.floor((this.bits(a, b, c) / TWO_TO_32) * (high - low + 1));
  }

  /** True `perMillion` times in a million. */
  chance(perMillion: number, a: number, b = 0, c = 0): boolean {
    return perMillion > 0 && this.between(0, 999_999, a, b, c) < perMillion;
  }
}

/** Draws in sequence, for a script that makes one choice after another. */
export class RandomStream {
  private drawn = 0;
  private readonly random: Random;

  constructor(seed: number, purpose: string) {
    this.random = new Random(seed, purpose);
  }

  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return this.random.between(low, high, this.drawn++);
  }

  /** True `perMillion` times in a million. */
  chance(perMillion: number): boolean {
    return this.random.chance(perMillion, this.drawn++);
  }

  /** One of `choices`, which must not be empty. */
  pick<T>(choices: readonly T[]): T {
    const choice = choices[this.between(0, choices.length - 1)];
    if (choice === undefined) throw new Error('RandomStream.pick needs at least one choice');
    return choice;
  }

  /** `choices` in random order. */
  shuffle<T>(choices: readonly T[]): T[] {
    const order = [...choices];
    for (let i = order.length - 1; i > 0; i--) {
      const j = this.between(0, i);
      [order[i], order[j]] = [order[j] as T, order[i] as T];
    }
    return order;
  }
}
