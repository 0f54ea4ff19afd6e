/*
 * The numbers were found by trial on crowds of 50 and 100 clients: half or twice as much decides fewer histories.
 */

/** How far chance moves the urgency of a move, in ranks: after each return to the start, the next of these. */
const WIDTHS = [5, 10, 2, 20];
/** Above it, one whim in twenty: what is free is used although nothing asks for it yet. */
const RARE_CHANCE = 0.95;
/** Steps without a new deepest rank after which a restless search jumps back. */
const PATIENCE_STEPS = 5_000;
/** Moves that it takes back the first time. */
const FIRST_JUMP = 10;
/** Steps that it may take for each of them to come back to where it was. */
const STEPS_PER_MOVE = 30;

/** Ranks by which an obstacle becomes more urgent each time, and at the most. */
const WEIGHT = 2;
const MOST_WEIGHT = 100;
/** Obstacles that are remembered. */
const MOST_OBSTACLES = 8;

/** What keeps a search from staying where an unlucky choice has led it: a little chance, and jumps back. */
export class Restlessness {
  private seed = 1;
  private starts = 0;
  /** The farthest rank since it came back to the start. */
  deepest = 0;
  private readonly obstaclesFound: { position: number; weight: number }[] = [];
  private jump = FIRST_JUMP;
  private patientUntil = PATIENCE_STEPS;

  /** A little chance, the same in every run. */
  whim(): number {
    return this.chance() * (WIDTHS[this.starts % WIDTHS.length] ?? 0);
  }

  isInTheMood(): boolean {
    return this.chance() > RARE_CHANCE;
  }

  private chance(): number {
    this.seed = (Math.imul(this.seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return this.seed / 0x8000_0000;
  }

  /** Whether it has not come farther for too long. */
  hasEnough(rank: number, steps: number): boolean {
    if (rank <= this.deepest) return steps > this.patientUntil;
    this.deepest = rank;
    this.jump = FIRST_JUMP;
    this.patientUntil = steps + PATIENCE_STEPS;
    return false;
  }

  /** What was in the way most often, by position, and how many ranks more urgent that makes it. */
  get obstacles(): readonly { readonly position: number; readonly weight: number }[] {
    return this.obstaclesFound;
  }

  /** The operation at this position is the first that it did not get by. */
  stuckAt(position: number): void {
    const known = this.obstaclesFound.find((each) => each.position === position);
    if (known === undefined) this.obstaclesFound.push({ position, weight: WEIGHT });
    else known.weight = Math.min(known.weight + WEIGHT, MOST_WEIGHT);
    this.obstaclesFound.sort((a, b) => b.weight - a.weight);
    this.obstaclesFound.splice(MOST_OBSTACLES);
  }

  /** Moves to take back now: twice as many each time. */
  get movesBack(): number {
    return this.jump;
  }

  /** The moves were taken back, to the very first one or not. */
  jumped(isAtStart: boolean, rank: number, steps: number): void {
    this.jump = isAtStart ? FIRST_JUMP : 2 * this.jump;
    if (isAtStart) {
      this.deepest = rank;
      this.starts++;
    }
    this.patientUntil = steps + PATIENCE_STEPS + STEPS_PER_MOVE * this.jump;
  }
}
