import { finish, mix } from '../vocabulary/random.ts';
import { commonPrefix, commonSuffix } from './common-text.ts';

/**
 * A running 64-bit fingerprint of everything that happens in a run. Two runs with the same
 * fingerprint are taken to be the same, byte for byte. It guards against mistakes, not against
 * somebody who looks for a collision.
 */
export class TraceHash {
  private low = 0x1234567;
  private high = 0x89abcde;

  number(value: number): void {
    const low = value | 0;
    this.low = mix(this.low, low);
    this.high = mix(this.high, low ^ 0x55555555);
    if (value > 0x7fffffff || value < -0x80000000) {
      this.high = mix(this.high, Math.floor(value / 4294967296));
    }
  }

  text(value: string): void {
    let low = this.low;
    let high = this.high;
    for (let i = 0; i < value.length; i++) {
      const unit = value.charCodeAt(i);
      low = Math.imul(low ^ unit, 0x01000193);
      high = (Math.imul(high, 31) + unit) | 0;
    }
    this.low = mix(low, value.length);
    this.high = mix(high, low);
  }

  /**
   * Adds `after`, which comes in place of `before`. What was added earlier is not read again: a long
   * log that grows by an entry costs as much as the entry.
   */
  replacement(before: string, after: string): void {
    const start = commonPrefix(before, after);
    const end = commonSuffix(before, after, Math.min(before.length, after.length) - start);
    this.number(start);
    this.number(end);
    this.text(after.slice(start, after.length - end));
  }

  /** 16 hexadecimal digits. */
  digest(): string {
    return hex(finish(this.high)) + hex(finish(mix(this.low, this.high)));
  }
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}
