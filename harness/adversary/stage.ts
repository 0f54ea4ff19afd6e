import type { AnsweredRequest, Crash, Observer } from '../sim/observer.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { EffectPlace } from '../faults/recording.ts';
import { until, wait, type Steps } from '../vocabulary/script.ts';
import type { Effect } from '../vocabulary/server.ts';
import { Hands } from './hands.ts';
import { isLike, type Like } from './like.ts';
import { PLAIN_SIGHT, type Message, type Sight, type Way } from './message.ts';
import { Sighting } from './sighting.ts';

/** Whether to crash this process right after this effect. */
export type Kill = (process: number, effect: Effect) => boolean;

export interface StageOptions<M extends Way> {
  /** The processes that the adversary does something to. */
  readonly all: readonly number[];
  readonly sight: Sight<M>;
  /** How long the chaos lasts from now on, in virtual time. */
  readonly chaosMs?: number;
}

/** How `arrival` waits. */
export interface Arrival {
  readonly withinMs: number;
  /** Whether such messages are held back, from this one on. */
  readonly hold?: boolean;
}

interface Watch<M> {
  readonly test: (message: M) => boolean;
  readonly sighting: Sighting<M>;
}

/**
 * What an adversary sees and does. It holds one kind of message back at a time, may look out for any
 * number of them, and waits for what it sees instead of for fixed times.
 */
export class Stage<M extends Way = Message> extends Hands implements Observer {
  private readonly sight: Sight<M>;
  private endUs: number;
  private isHeld: (message: M) => boolean = () => false;
  private isKilled: Kill = () => false;
  private killsSender: (message: M) => boolean = () => false;
  private watches: Watch<M>[] = [];
  private sentWatches: Watch<M>[] = [];

  constructor(sim: Simulation, { all, sight, chaosMs = 0 }: StageOptions<M>) {
    super(sim, all);
    this.sight = sight;
    this.endUs = sim.nowUs + chaosMs * 1_000;
    sim.observe(this);
  }

  /** Whether the chaos has lasted long enough: no further round begins. */
  get isOver(): boolean {
    return this.sim.nowUs >= this.endUs;
  }

  /** Lets the chaos last for that much longer. */
  prolong(ms: number): void {
    this.endUs += ms * 1_000;
  }

  /** Waits, at no cost to the chaos. */
  idle(ms: number): Steps<void> {
    this.prolong(ms);
    return wait(ms);
  }

  /** Looks out for messages like this, from now until `reset`, whether they are held or not. */
  watch(like: Like<M>): Sighting<M> {
    const sighting = new Sighting<M>();
    this.watches.push({ test: isLike(like), sighting });
    return sighting;
  }

  /** Looks out for messages like this as they are sent, from now until `reset`. */
  watchSent(like: Like<M>): Sighting<M> {
    const sighting = new Sighting<M>();
    this.sentWatches.push({ test: isLike(like), sighting });
    return sighting;
  }

  /** How many messages are held back now. */
  get held(): number {
    return this.sim.calls.held;
  }

  /** Waits until that many messages are held back, for at most `withinMs`; returns whether they are. */
  holding(withinMs: number, least = 1): Steps<boolean> {
    return until(() => this.held >= least, withinMs);
  }

  /** Holds messages like this back as they arrive, and no others any more; returns what it sees of them. */
  hold(like: Like<M>): Sighting<M> {
    const test = isLike(like);
    const sighting = new Sighting<M>();
    this.isHeld = (message) => {
      const isOne = test(message);
      if (isOne) sighting.add(message);
      return isOne;
    };
    return sighting;
  }

  /** Holds the next message like this back, and lets everything else pass. */
  holdOne(like: Like<M>): Sighting<M> {
    const test = isLike(like);
    const sighting = this.hold((message) => !sighting.hasCome && test(message));
    return sighting;
  }

  /** Lets so many messages like this pass, and holds back those that follow. */
  holdAfter(count: number, like: Like<M>): Sighting<M> {
    const test = isLike(like);
    let toPass = count;
    return this.hold((message) => test(message) && toPass-- <= 0);
  }

  /** Lets messages like this pass from now on; of the others, those are held that were before. */
  letPass(like: Like<M>): void {
    const { isHeld } = this;
    const passes = isLike(like);
    this.isHeld = (message) => !passes(message) && isHeld(message);
  }

  /** Lets everything pass that arrives from now on; what is held stays so until it is released. */
  holdNothing(): void {
    this.isHeld = () => false;
  }

  /** Holds nothing back any more, and sends on what was. */
  letGo(): void {
    this.holdNothing();
    this.release();
  }

  /** Waits until a message like this arrives; returns the first one, or null if none comes in time. */
  *arrival(like: Like<M>, { withinMs, hold = false }: Arrival): Steps<M | null> {
    if (hold) return yield* this.hold(like).comes(withinMs);
    const sighting = this.watch(like);
    const first = yield* sighting.comes(withinMs);
    this.watches = this.watches.filter((watch) => watch.sighting !== sighting);
    return first;
  }

  /** Crashes processes by what they do, until `spare`. */
  kill(isKilled: Kill): void {
    this.isKilled = isKilled;
  }

  /** Strikes once, right after the first effect of which `isMoment` is true; what the process does next follows. */
  strikeAt(isMoment: Kill, strike: (process: number) => void): void {
    this.kill((process, effect) => {
      if (!isMoment(process, effect)) return false;
      this.isKilled = () => false;
      strike(process);
      return false;
    });
  }

  /** Crashes each process that sends a message like this, right after it, until `spare`. */
  killAfter(message: Like<M>): void {
    this.killsSender = isLike(message);
  }

  spare(): void {
    this.isKilled = () => false;
    this.killsSender = () => false;
  }

  /** Undoes everything: faults, and whatever the adversary holds, watches and kills. */
  override reset(): void {
    this.forget();
    super.reset();
  }

  /** Ends whatever the adversary holds, watches and kills; what is held stays so until it is released. */
  protected forget(): void {
    this.holdNothing();
    this.spare();
    this.watches = [];
    this.sentWatches = [];
  }

  holds(
    from: number,
    to: number,
    method: string,
    half: Message['half'],
    args: string,
    reply: string | null,
  ): boolean {
    const message = { from, to, method, half, args, reply };
    const seen = this.sight.see(message);
    if (seen === null) return false;
    for (const { test, sighting } of this.watches) if (test(seen)) sighting.add(seen);
    if (this.isHeld(seen)) return true;
    this.sight.passes?.(message, seen);
    return false;
  }

  effect(
    process: number,
    effect: Effect,
    _place: EffectPlace,
    request?: AnsweredRequest,
  ): boolean | Crash {
    const sent = this.sight.leaves(process, effect, request);
    if (sent === null) return this.isKilled(process, effect);
    for (const { test, sighting } of this.sentWatches) if (test(sent)) sighting.add(sent);
    return this.isKilled(process, effect) || this.killsSender(sent);
  }
}

/** A stage whose adversary takes each message for what it is. */
export function plainStage(sim: Simulation, all: readonly number[], chaosMs = 0): Stage {
  return new Stage(sim, { all, sight: PLAIN_SIGHT, chaosMs });
}
