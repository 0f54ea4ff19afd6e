import type { Simulation } from '../sim/simulation.ts';
import { wait, type Steps } from '../vocabulary/script.ts';

/** How long it rests before it prepares a round anew. */
const AGAIN_MS = 100;

/**
 * How often an adversary did all that it meant to: it says so only once it has seen it. A run tells that
 * under the adversary's id, and a scenario whose adversary never comes that far proves nothing.
 */
export class LastSteps {
  private readonly sim: Simulation;
  private readonly id: string;

  constructor(sim: Simulation, id: string) {
    this.sim = sim;
    this.id = id;
    sim.reached.set(id, 0);
  }

  get count(): number {
    return this.sim.reached.get(this.id) ?? 0;
  }

  reach(): void {
    this.sim.reached.set(this.id, this.count + 1);
  }

  /** Plays a round, and counts it if it came to its last step. */
  *play(round: Steps<boolean>): Steps<void> {
    if (yield* round) this.reach();
  }
}

/** An adversary that plays the same round again and again. */
export interface Rounds<Given> {
  /** The adversary's name, under which a run says how often it reached its last step. */
  readonly id: string;
  /** Undoes what was done, and waits until a round can begin; null if that failed, and is to be tried anew. */
  readonly prepare: () => Steps<Given | null>;
  /** One round; true when it came to its last step. */
  readonly round: (given: Given) => Steps<boolean>;
}

/** Whose chaos ends at some time, and who can undo it. */
interface Chaos {
  readonly sim: Simulation;
  readonly isOver: boolean;
  reset(): void;
}

/** Plays rounds until the chaos ends, and undoes it. */
export function* playRounds<Given>(
  stage: Chaos,
  { id, prepare, round }: Rounds<Given>,
): Steps<void> {
  const lastSteps = new LastSteps(stage.sim, id);
  while (!stage.isOver) {
    const given = yield* prepare();
    if (given === null) yield* wait(AGAIN_MS);
    else yield* lastSteps.play(round(given));
  }
  stage.reset();
}
