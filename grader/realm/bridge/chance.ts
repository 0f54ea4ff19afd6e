import { boot } from './given.ts';
import { imul } from './primordials.ts';

let seed = boot.randomSeed | 0;

/** The mulberry32 generator (public domain), seeded for this incarnation. */
export function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}
