/**
 * Operations that go together: nothing else may change the object between the first and the last of
 * them. What returned before something else was called comes first.
 */
export interface Zone {
  readonly earliestReturn: number;
  readonly latestCall: number;
}

/** Zones by their numbers, of which the first has to come before the second whatever the times say. */
export type ZonePair = readonly [number, number];

/**
 * Whether all zones can happen one after the other: one that must come first is before another if its
 * earliest return is before the other's latest call (Gibbons and Korach 1997, Testing shared memories), or
 * if `pairs` says so. Takes away, as long as it can, a zone that nothing left must precede.
 */
export function canFollowEachOther(zones: readonly Zone[], pairs: readonly ZonePair[]): boolean {
  return new Line(zones, pairs).empties();
}

/** The zones that are still to be put in order. */
class Line {
  private readonly zones: readonly Zone[];
  private readonly byReturn: Int32Array;
  private readonly byCall: Int32Array;
  private readonly isGone: Uint8Array;
  /** Whether no return that is left stands against it. */
  private readonly isCalled: Uint8Array;
  /** Zone to those that a pair puts after it, and to how many a pair puts before it. */
  private readonly followers = new Map<number, number[]>();
  private readonly waitsFor: Int32Array;
  /** How far the two orders are worked off. */
  private first = 0;
  private second = 0;
  private called = 0;
  private readonly free: number[] = [];

  constructor(zones: readonly Zone[], pairs: readonly ZonePair[]) {
    this.zones = zones;
    const numbers = Int32Array.from(zones, (_, zone) => zone);
    this.byReturn = numbers.toSorted((a, b) => this.returnOf(a) - this.returnOf(b));
    this.byCall = numbers.toSorted((a, b) => this.callOf(a) - this.callOf(b));
    this.isGone = new Uint8Array(zones.length);
    this.isCalled = new Uint8Array(zones.length);
    this.waitsFor = new Int32Array(zones.length);
    for (const [first, second] of pairs) {
      this.waitsFor[second] = (this.waitsFor[second] ?? 0) + 1;
      const known = this.followers.get(first);
      if (known === undefined) this.followers.set(first, [second]);
      else known.push(second);
    }
  }

  empties(): boolean {
    for (let left = this.zones.length; left > 0; left--) {
      const next = this.next();
      if (next === undefined) return false;
      this.isGone[next] = 1;
      for (const follower of this.followers.get(next) ?? []) {
        const waitsFor = (this.waitsFor[follower] ?? 0) - 1;
        this.waitsFor[follower] = waitsFor;
        if (waitsFor === 0 && this.isCalled[follower] === 1) this.free.push(follower);
      }
    }
    return true;
  }

  /** A zone that nothing left must precede. */
  private next(): number | undefined {
    this.first = this.nextLeft(this.first);
    this.second = this.nextLeft(Math.max(this.second, this.first + 1));
    const first = this.byReturn[this.first] ?? 0;
    const stop = this.returnOf(first);
    if (this.isFree(first) && this.callOf(first) <= this.returnOf(this.byReturn[this.second])) {
      return first;
    }
    for (; this.called < this.byCall.length; this.called++) {
      const zone = this.byCall[this.called] ?? 0;
      if (this.callOf(zone) > stop) break;
      this.isCalled[zone] = 1;
      if (this.isFree(zone)) this.free.push(zone);
    }
    for (;;) {
      const zone = this.free.pop();
      if (zone === undefined || this.isFree(zone)) return zone;
    }
  }

  private isFree(zone: number): boolean {
    return this.isGone[zone] === 0 && this.waitsFor[zone] === 0;
  }

  /** The first place from `place` on, in the order of returns, whose zone is not gone. */
  private nextLeft(place: number): number {
    let next = place;
    while (this.isGone[this.byReturn[next] ?? -1] === 1) next++;
    return next;
  }

  /** Of no zone: never. */
  private returnOf(zone: number | undefined): number {
    return zone === undefined ? Infinity : (this.zones[zone]?.earliestReturn ?? Infinity);
  }

  private callOf(zone: number): number {
    return this.zones[zone]?.latestCall ?? -Infinity;
  }
}
