import {
  isMethod,
  isOfKind,
  type EffectPlace,
  type Input,
  type MessageKind,
  type Recording,
} from '../faults/recording.ts';
import type { CrashPlan, Observer } from '../sim/observer.ts';
import type { Simulation } from '../sim/simulation.ts';
import { reach, wait, type Script } from '../vocabulary/script.ts';
import type { Effect } from '../vocabulary/server.ts';
import { compareMoments } from '../vocabulary/time.ts';
import type { Watch } from './scenario.ts';

/**
 * How long a run may go on after the recorded one was over: with inputs left out the promise may break
 * a little later, and an election takes up to half a second.
 */
const GRACE_MS = 1_000;

type Hold = Extract<Input, { kind: 'hold' }>;
type EffectCrash = Extract<Input, { kind: 'crash-after-effect' }>;
type Timed = Exclude<Input, EffectCrash>;

/**
 * Plays a recording in place of a scenario's script. Whoever else watches the world must do so before:
 * a crash comes after all have seen the effect that it follows.
 */
export function replay(sim: Simulation, recording: Recording, watch: Watch): Script {
  const player = new Player(sim, recording, watch);
  sim.observe(player);
  return player.script(recording.heals === true);
}

class Player implements Observer {
  private readonly sim: Simulation;
  private readonly watch: Watch;
  private readonly endUs: number;
  private readonly timed: readonly Timed[];
  private readonly holdings: readonly Hold[];
  private readonly crashes: EffectCrash[];

  constructor(sim: Simulation, { inputs, endUs }: Recording, watch: Watch) {
    this.sim = sim;
    this.watch = watch;
    this.endUs = endUs;
    this.timed = inputs.filter((each): each is Timed => each.kind !== 'crash-after-effect');
    this.holdings = this.timed.filter(isHold);
    this.crashes = inputs.filter((each) => each.kind === 'crash-after-effect');
  }

  *script(heals: boolean): Script {
    const { sim, timed, watch } = this;
    for (let i = 0; i < timed.length; i++) {
      const input = timed[i] as Timed;
      if (compareMoments(sim.moment, input.at) < 0) yield* reach(sim, input.at);
      if (!isHold(input)) {
        this.play(input);
        continue;
      }
      // What was let go at once is let go at once, so that equal times keep their order.
      const together = [input];
      for (let next = timed[i + 1]; next !== undefined && isHold(next); next = timed[i + 1]) {
        if (compareMoments(next.at, input.at) !== 0) break;
        together.push(next);
        i++;
      }
      this.letGo(together);
    }
    const leftMs = Math.max(0, this.endUs - sim.nowUs) / 1_000;
    yield* wait(heals ? leftMs : leftMs + GRACE_MS);
    if (heals) yield* watch.converge();
    watch.judge?.();
  }

  holds(from: number, to: number, method: string, half: MessageKind['half']): boolean {
    const now = this.sim.moment;
    const messages = { from, to, method, half };
    return this.holdings.some(
      (each) =>
        isOfKind(messages, each) &&
        compareMoments(each.since, now) <= 0 &&
        compareMoments(now, each.before) < 0,
    );
  }

  effect(server: number, _effect: Effect, place: EffectPlace): boolean | CrashPlan {
    const index = this.crashes.findIndex((each) => this.isHere(each, server, place));
    const [crash] = index < 0 ? [] : this.crashes.splice(index, 1);
    if (crash === undefined) return false;
    const { restartAfterMs } = crash;
    return restartAfterMs === undefined ? true : { restartAfterMs };
  }

  /**
   * Numbers of effects and times shift when something else is left out; then the crash falls after
   * the next effect of its sort.
   */
  private isHere({ at, server, place }: EffectCrash, where: number, here: EffectPlace): boolean {
    if (server !== where || place.effect !== here.effect || place.event !== here.event)
      return false;
    if (!isMethod(here.method, place.method)) return false;
    const when = compareMoments(at, this.sim.moment);
    return when < 0 || (when === 0 && place.number <= here.number);
  }

  private play(input: Exclude<Timed, Hold>): void {
    const { sim } = this;
    switch (input.kind) {
      case 'fault':
        return sim.inject(input.fault);
      case 'invoke':
        return void sim.invoke(input.process, input.method, input.args);
      case 'ask': {
        const { process, method, args } = input;
        if (this.watch.mayCall?.(process, method, args) === false) return;
        return sim.ask(process, method, args, () => {});
      }
      case 'heal':
        return sim.heal();
    }
  }

  private letGo(holds: readonly Hold[]): void {
    this.sim.calls.release((from, to, method, half) =>
      holds.some((each) => isOfKind({ from, to, method, half }, each)),
    );
  }
}

function isHold(input: Input): input is Hold {
  return input.kind === 'hold';
}
