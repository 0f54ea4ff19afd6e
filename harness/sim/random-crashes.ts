import type { Random } from '../vocabulary/random.ts';
import type { Crash } from './observer.ts';

/** Crashes after effects, drawn for each effect on its own. */
export class RandomCrashes {
  private readonly random: Random;
  private perMillion = 0;
  private among: ReadonlySet<number> = new Set();

  constructor(random: Random) {
    this.random = random;
  }

  /** From now on these processes crash after this many of a million effects. */
  set(perMillion: number, among: readonly number[]): void {
    this.perMillion = perMillion;
    this.among = new Set(among);
  }

  /** What comes after the process's effect with this number, counted over all its incarnations. */
  draw(process: number, number: number): Crash | null {
    const { random } = this;
    if (!this.among.has(process)) return null;
    if (!random.chance(this.perMillion, process, number, 12)) return null;
    const key = number + 1;
    const isQuick = random.chance(500_000, process, key, 13);
    const restartAfterMs = isQuick
      ? random.between(1, 40, process, key, 14)
      : random.between(300, 1_500, process, key, 15);
    return { restartAfterMs };
  }
}
