/*
 * The numbers were found by trial on crowds of 50 and 100 clients: half or twice as much decides fewer histories.
 */

/** How far chance moves the urgency of a move, in ranks. */
const WIDEST_WHIM = 5;
/** Above it, one whim in twenty: what is free is used although nothing asks for it yet. */
const RARE_WHIM = 0.95 * WIDEST_WHIM;
/** Steps without a new deepest rank after which a restless search jumps back. */
const PATIENCE_STEPS = 5_000;
/** Moves that it takes back the first time. */
const FIRST_JUMP = 10;
/** Steps that it may take for each of them to come back to where it was. */
const STEPS_PER_MOVE = 30;

/** What keeps a search from staying where an unlucky choice has led it: a little chance, and jumps back. */
export class Restlessness {
  private seed = 1;
  private deepest = 0;
  private jump = FIRST_JUMP;
  private patientUntil = PATIENCE_STEPS;

  /** A little chance, the same in every run. */
  whim(): number {
    this.seed = (Math.imul(this.seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return (this.seed / 0x8000_0000) * WIDEST_WHIM;
  }

  isInTheMood(): boolean {
    return this.whim() > RARE_WHIM;
  }

  /** Whether it has not come farther for too long. */
  hasEnough(rank: number, steps: number): boolean {
    if (rank <= this.deepest) return steps > this.patientUntil;
    this.deepest = rank;
    this.jump = FIRST_JUMP;
    this.patientUntil = steps + PATIENCE_STEPS;
    return false;
  }

  /** Moves to take back now: twice as many each time. */
  get movesBack(): number {
    return this.jump;
  }

  /** The moves were taken back, to the very first one or not. */
  jumped(isAtStart: boolean, rank: number, steps: number): void {
    this.jump = isAtStart ? FIRST_JUMP : 2 * this.jump;
    if (isAtStart) this.deepest = rank;
    this.patientUntil = steps + PATIENCE_STEPS + STEPS_PER_MOVE * this.jump;
  }
}
