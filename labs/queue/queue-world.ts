import { checkPromises } from '../../harness/scenario/check-promises.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import { nameOf, numbersOf } from '../../harness/vocabulary/role.ts';
import { until, wait, type Steps } from '../../harness/vocabulary/script.ts';
import { seconds } from '../../harness/vocabulary/time.ts';
import { VerdictSignal } from '../../harness/vocabulary/verdict.ts';
import { violated } from '../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../harness/vocabulary/promise.ts';
import { isPoison, type QueueFact, type Terms } from './fact.ts';
import { Happenings } from './happenings.ts';
import { Ledger, type Account } from './ledger.ts';
import { QUEUE_PROMISES } from './promises.ts';

/** Number of the broker's process; publishers and consumers follow, and the outside is the last. */
export const BROKER = 0;
/** How long all that was confirmed may take to be handled, once nothing fails any more. */
export const DRAIN_MS = 30_000;
/** How often the broker is asked for its dead letters while a run waits for one. */
const LOOK_MS = 100;

const DEAD_BY_LIMIT: NamedPromise = {
  id: 'dead-by-limit',
  sentence: 'A dead letter is a message that was handed out `deliveriesMax` times in vain, once.',
};

/** A queue as its tester sees it: what is published and what comes of it, with every promise checked. */
export class QueueWorld {
  readonly sim: Simulation;
  readonly seed: number;
  readonly random: RandomStream;
  readonly terms: Terms;
  readonly ledger = new Ledger();
  readonly publishers: readonly number[];
  readonly consumers: readonly number[];
  private readonly happenings: Happenings;

  constructor(sim: Simulation, seed: number, terms: Terms) {
    this.sim = sim;
    this.seed = seed;
    this.random = new RandomStream(seed, 'script');
    this.terms = terms;
    this.publishers = numbersOf(sim.processes, 'publisher');
    this.consumers = numbersOf(sim.processes, 'consumer');
    const check = checkPromises(QUEUE_PROMISES, sim);
    this.happenings = new Happenings(sim, (fact) => {
      this.ledger.see(fact);
      check(fact);
    });
    this.happenings.see({ kind: 'terms', ...terms });
  }

  get facts(): readonly QueueFact[] {
    return this.happenings.facts;
  }

  nameOf(process: number): string {
    return nameOf(this.sim.processes, process);
  }

  /** Whether the consumer handles something now, and can. */
  handles(consumer: number, body?: string): boolean {
    if (!this.sim.isUp(consumer) || this.sim.isPaused(consumer)) return false;
    const inHand = this.ledger.inHand(this.nameOf(consumer));
    return body === undefined ? inHand.length > 0 : inHand.some((each) => each.body === body);
  }

  /** Lets a publisher publish each of these, all at once; nobody waits for it. */
  publish(publisher: number, ...bodies: readonly string[]): void {
    const client = this.happenings.publishers.find(({ process }) => process === publisher);
    for (const body of bodies) client?.publish(body);
  }

  /** Lets a publisher publish each of these when the one before has resolved, or died with its process. */
  *publishInTurn(publisher: number, bodies: readonly string[]): Steps<void> {
    for (const body of bodies) {
      this.publish(publisher, body);
      yield* this.untilConfirmed();
    }
  }

  /** Waits until no publish is open; ends the run if one never resolves. */
  *untilConfirmed(withinMs: number = DRAIN_MS): Steps<void> {
    if (yield* until(() => this.ledger.unconfirmed.length === 0, withinMs)) return;
    const [first] = this.ledger.unconfirmed;
    const { publisher = '', body = '' } = first ?? {};
    this.stall(`${publisher}'s publish("${body}") to resolve within ${withinMs / 1_000} s`);
  }

  /**
   * Heals the world, and waits until all that was confirmed is handled or dead. What is in doubt may be
   * handled too, and has as long again as `restMs`.
   */
  *drain(restMs = 0): Steps<void> {
    this.sim.heal();
    yield* this.untilSettled();
    yield* wait(restMs);
  }

  /** Waits until all that was confirmed is handled or dead; ends the run if it never is. */
  *untilSettled(): Steps<void> {
    const endUs = this.sim.nowUs + DRAIN_MS * 1_000;
    yield* this.untilConfirmed();
    while (!this.isSettled() && this.sim.nowUs < endUs) yield* wait(LOOK_MS);
    this.demandSettled();
  }

  /** Whether all that was confirmed so far is handled, or a dead letter. */
  isSettled(): boolean {
    const open = this.ledger.all.filter((each) => each.effects < each.confirmed);
    if (open.length === 0) return true;
    const letters = this.deadLetters();
    return open.every(({ body }) => letters.includes(body));
  }

  /** The broker's dead letters, none while it is down or paused. */
  deadLetters(): readonly string[] {
    const answer = this.sim.invoke(BROKER, 'deadLetters', []);
    if (answer === undefined) return [];
    const letters = JSON.parse(answer) as unknown;
    if (Array.isArray(letters) && letters.every((each) => typeof each === 'string')) return letters;
    const message = `deadLetters() must return an array of strings; it returned ${answer}`;
    const atUs = this.sim.nowUs;
    throw new VerdictSignal({ kind: 'crashed', server: BROKER, message, stack: '', atUs });
  }

  demand(condition: boolean, promise: NamedPromise, ...evidence: string[]): void {
    if (!condition) violated(this.sim, promise, evidence);
  }

  /** Ends the run: what it waits for did not come. */
  stall(waitingFor: string, reasons: readonly string[] = []): never {
    const everybody = [BROKER, ...this.publishers, ...this.consumers];
    const beliefs = [...reasons, ...everybody.map((process) => this.belief(process))];
    throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs, atUs: this.sim.nowUs });
  }

  private demandSettled(): void {
    const letters = this.deadLetters();
    for (const account of this.ledger.all) {
      const { body, effects, confirmed } = account;
      const dead = letters.filter((each) => each === body).length;
      if (effects + dead < confirmed) this.stall(SETTLED, this.fateOf(body));
      this.demand(dead === 0 || this.mayBeDead(account), DEAD_BY_LIMIT, ...this.deathOf(account));
    }
    const strange = letters.find((body) => this.ledger.of(body).published === 0);
    const words = `deadLetters() has "${strange}", which nobody has published`;
    this.demand(strange === undefined, DEAD_BY_LIMIT, words);
  }

  /** A hand-out may come to nothing before the handling begins, but only where something fails. */
  private mayBeDead({ body, begun }: Account): boolean {
    if (begun >= this.terms.deliveriesMax) return true;
    return isPoison(body) && this.facts.some(({ kind }) => kind === 'fault');
  }

  private deathOf({ body, begun }: Account): string[] {
    const { deliveriesMax } = this.terms;
    return [
      `"${body}" is a dead letter, and its handling began ${begun} times of ${deliveriesMax}`,
      ...this.fateOf(body),
    ];
  }

  /** What was seen of a message, the last steps of it. */
  private fateOf(body: string): string[] {
    const told = this.facts.flatMap((fact) => {
      if (!('body' in fact) || fact.body !== body) return [];
      return [`"${body}" ${wordsOf(fact)} at ${seconds(fact.atUs)}`];
    });
    return told.slice(-FATE_MAX);
  }

  private belief(process: number): string {
    const name = this.nameOf(process);
    if (!this.sim.isUp(process)) return `${name} is down`;
    if (this.sim.isPaused(process)) return `${name} is paused`;
    const inHand = this.ledger.inHand(name).map(({ body }) => `"${body}"`);
    const open = this.ledger.unconfirmed.filter(({ publisher }) => publisher === name);
    if (inHand.length > 0) return `${name} handles ${inHand.join(', ')}`;
    if (open.length > 0)
      return `${name} publishes ${open.map(({ body }) => `"${body}"`).join(', ')}`;
    return `${name} is up`;
  }
}

const SETTLED =
  'every message whose publish had resolved to be handled, or to be a dead letter, ' +
  `within ${DRAIN_MS / 1_000} s after the last fault`;

/** What a fact says of its message. */
function wordsOf(fact: Extract<QueueFact, { readonly body: string }>): string {
  switch (fact.kind) {
    case 'published':
      return `was published by ${fact.publisher}`;
    case 'confirmed':
      return 'was confirmed';
    case 'begun':
      return `was handed to ${fact.consumer}`;
    case 'ended':
      return `was ${fact.outcome} at ${fact.consumer}`;
    case 'effect':
      return fact.isNew ? 'took effect' : 'took no effect, as there was one';
  }
}

/** Lines of a message's story that evidence has room for. */
const FATE_MAX = 6;
