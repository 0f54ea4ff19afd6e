import type { EffectPlace } from '../../../harness/faults/recording.ts';
import type { AnsweredRequest, Observer } from '../../../harness/sim/observer.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import type { RaftWorld } from '../raft-world.ts';
import { Conversations, type Question } from './conversations.ts';
import { isReceipt, kindOf } from './message-kind.ts';
import { RpcRoles, type RpcRole } from './rpc-roles.ts';

/**
 * A message as an adversary sees it when it arrives, however it travels: an answer may be the reply to a
 * call or a call of its own, from a later moment; a reply that says nothing is no message.
 */
export interface Message {
  readonly from: number;
  readonly to: number;
  /** What it asks for, or what was asked. */
  readonly role: RpcRole;
  readonly half: 'request' | 'reply';
  /** The request's arguments, for a reply too; one that answers several has each in a line. */
  readonly args: string;
  /** What it says itself: a request its arguments, an answer its own text. */
  readonly said: string;
}

/** An answer that leaves a server. */
export type Answer = Pick<Message, 'to' | 'role' | 'args'>;

/** Of an answer to several requests, the role of the first of these. */
const WEIGHTY: readonly RpcRole[] = ['install', 'vote', 'append'];
/** How long the chaos lasts, in virtual time. */
const CHAOS_US = 8_000_000;
/** How long an adversary waits for any one event before it gives the round up. */
export const PATIENCE_MS = 2_500;
/** A Raft may save a moment after it is told something, and some of them wait for their next heartbeat. */
const SAVE_MS = 300;

/** What an adversary can do: cut, crash, hold back, hurry a server on, and wait for events. */
export class Stage implements Observer {
  readonly world: RaftWorld;
  /** Whether to hold this message back. */
  hold: (message: Message) => boolean = () => false;
  /** Whether to crash this server right after this effect, which may be an answer. */
  kill: (server: number, effect: Effect, answer: Answer | null) => boolean = () => false;
  /** Sees every message that arrives, before `hold` is asked. */
  watch: (message: Message) => void = () => {};
  /** Servers whose service has handed over a snapshot since this was last emptied. */
  readonly handedOver = new Set<number>();
  private readonly conversations = new Conversations();
  private readonly roles = new RpcRoles();
  private readonly kinds = new Map<string, string>();
  private readonly endUs: number;

  constructor(world: RaftWorld) {
    this.world = world;
    this.endUs = world.sim.nowUs + CHAOS_US;
    world.sim.observe(this);
  }

  get isOver(): boolean {
    return this.world.sim.nowUs >= this.endUs;
  }

  holds(
    from: number,
    to: number,
    method: string,
    half: 'request' | 'reply',
    args: string,
    reply: string | null,
  ): boolean {
    if (reply !== null && isReceipt(reply)) return false;
    const call = { kind: this.kindOf(method, args), args };
    const isQuestion = half === 'request' && !this.conversations.isAnswer(call.kind);
    const questions = isQuestion || half === 'reply' ? [call] : this.questionsOf(from, to, call);
    const head = { from, to, half: isQuestion ? 'request' : 'reply', said: reply ?? args } as const;
    const message = this.message(head, questions);
    this.watch(message);
    if (this.hold(message)) return true;
    if (isQuestion) {
      this.roles.asked(call.kind, this.world.view(from).isLeader);
      this.conversations.asked(to, from, call);
    } else for (const { kind } of questions) this.roles.answered(to, kind);
    return false;
  }

  effect(server: number, effect: Effect, _place: EffectPlace, request?: AnsweredRequest): boolean {
    if (effect.kind === 'observe') this.roles.observed(server, this.world.view(server).isLeader);
    return this.kill(server, effect, this.answerIn(server, effect, request));
  }

  /** The answer that this effect is, after it was taken note of; null for anything else. */
  private answerIn(server: number, effect: Effect, request?: AnsweredRequest): Answer | null {
    if (effect.kind === 'respond' && request !== undefined && !isReceipt(effect.reply)) {
      const { from, method, args } = request;
      this.conversations.replied(server, from, args);
      const question = { kind: this.kindOf(method, args), args };
      const head = { from: server, to: from, half: 'reply', said: effect.reply } as const;
      return this.message(head, [question]);
    }
    if (effect.kind !== 'send') return null;
    const { to, method, args } = effect;
    const call = { kind: this.kindOf(method, args), args };
    const { atUs, after } = this.world.sim.moment;
    this.conversations.called(server, to, call, `${atUs} ${after}`);
    if (!this.conversations.isAnswer(call.kind)) return null;
    const head = { from: server, to, half: 'reply', said: args } as const;
    return this.message(head, this.questionsOf(server, to, call));
  }

  private message(head: Omit<Message, 'role' | 'args'>, questions: readonly Question[]): Message {
    const { from, to, half } = head;
    const { isLeader } = this.world.view(half === 'request' ? from : to);
    const roles = questions.map(({ kind, args }) => this.roles.of(kind, args, isLeader));
    const role = WEIGHTY.find((each) => roles.includes(each)) ?? 'other';
    return { ...head, role, args: questions.map(({ args }) => args).join('\n') };
  }

  private questionsOf(from: number, to: number, answer: Question): readonly Question[] {
    return this.conversations.questionsOf(from, to, answer.args);
  }

  private kindOf(method: string, args: string): string {
    const key = `${method} ${args}`;
    const known = this.kinds.get(key);
    if (known !== undefined) return known;
    // A message is looked at a few times within a moment.
    if (this.kinds.size >= 100) this.kinds.clear();
    const kind = kindOf(method, args);
    this.kinds.set(key, kind);
    return kind;
  }

  crashed(server: number): void {
    this.conversations.crashed(server);
  }

  /** Whether this command is on the server's disk, in whatever form. */
  hasSaved(server: number, command: string): boolean {
    return carries(this.world.sim.disk(server).state ?? '', command);
  }

  /** Waits until this command is on the server's disk, which takes some Rafts a moment. */
  saves(server: number, command: string): Steps<boolean> {
    return until(() => this.hasSaved(server, command), SAVE_MS);
  }

  /** The last index in the snapshot on the server's disk; 0 without one. */
  snapshotOf(server: number): number {
    return this.world.snapshotIndex(server);
  }

  /** Waits until these servers have saved a snapshot of this index, or of a later one. */
  saveSnapshot(index: number, ...servers: number[]): Steps<boolean> {
    return until(() => servers.every((each) => this.snapshotOf(each) >= index), SAVE_MS);
  }

  returned(server: number, method: string): void {
    if (method === 'snapshot') this.handedOver.add(server);
  }

  others(...but: number[]): number[] {
    return this.world.all.filter((server) => !but.includes(server));
  }

  crash(...servers: number[]): void {
    for (const server of servers) this.world.sim.inject({ kind: 'crash', server });
  }

  restart(...servers: number[]): void {
    for (const server of servers) this.world.sim.inject({ kind: 'restart', server });
  }

  cut(...servers: number[]): void {
    for (const server of servers) this.world.sim.inject({ kind: 'disconnect', server });
  }

  join(...servers: number[]): void {
    for (const server of servers) this.world.sim.inject({ kind: 'connect', server });
  }

  block(from: number, ...to: number[]): void {
    for (const each of to) this.world.sim.inject({ kind: 'block-link', from, to: each });
  }

  unblock(from: number, ...to: number[]): void {
    for (const each of to) this.world.sim.inject({ kind: 'unblock-link', from, to: each });
  }

  partition(...groups: number[][]): void {
    this.world.sim.inject({ kind: 'partition', groups });
  }

  /** Makes one server's clock run at three times the others', so that it loses patience first. */
  hurry(fast: number): void {
    for (const server of this.world.all) {
      const partsPerMillion = server === fast ? 2_000_000 : 0;
      this.world.sim.inject({ kind: 'drift', server, partsPerMillion });
    }
  }

  /** Hurries a follower on, and waits until its leader's next call has set its timer anew. */
  *makeNext(server: number): Steps<boolean> {
    const { watch } = this;
    let isCalled = false;
    this.hurry(server);
    this.watch = (message) => {
      isCalled ||= message.to === server && message.half === 'request';
      watch(message);
    };
    yield* until(() => isCalled, 500);
    this.watch = watch;
    return isCalled;
  }

  /** Makes one server's clock run at a third of the others'. */
  slow(server: number): void {
    this.world.sim.inject({ kind: 'drift', server, partsPerMillion: -666_667 });
  }

  calm(): void {
    for (const server of this.world.all) {
      this.world.sim.inject({ kind: 'drift', server, partsPerMillion: 0 });
    }
  }

  /** Waits until `server` leads in a term after `term`. */
  leads(server: number, term: number): Steps<boolean> {
    const { world } = this;
    return until(() => {
      const view = world.view(server);
      return view.isLeader && view.term > term;
    }, PATIENCE_MS);
  }

  /** Waits until some server that is there leads in a term after `term`; null if none does. */
  *someLeader(term = -1): Steps<number | null> {
    const { world } = this;
    const found = (): number | null => {
      const leader = world.leader();
      return leader !== null && world.view(leader).term > term ? leader : null;
    };
    yield* until(() => found() !== null, PATIENCE_MS);
    return found();
  }

  /** The newest term that any server has shown. */
  get term(): number {
    return Math.max(...this.world.all.map((server) => this.world.view(server).term));
  }

  /** Undoes all faults; a command is applied everywhere; gives who leads then, or null. */
  *settle(): Steps<number | null> {
    const { world } = this;
    this.reset();
    for (let tries = 0; tries < 6; tries++) {
      if ((yield* this.someLeader()) === null) continue;
      const started = world.startAnywhere();
      if (started === null) continue;
      const { index } = started;
      const all = (): boolean => world.appliedBy(index).length === world.all.length;
      if (yield* until(all, 1_000)) return world.leader();
    }
    return null;
  }

  /** Sends on what was held from `from` to `to`; `hold` is asked again when it arrives. */
  release(from: number, to: number): void {
    this.world.sim.calls.release((source, target) => source === from && target === to);
  }

  /** Undoes all faults; gives the one server that leads then, in whose term all are, or null. */
  *settleOnLeader(): Steps<number | null> {
    const { world } = this;
    this.reset();
    const isOne = (): boolean => {
      const leader = world.leader();
      if (leader === null) return false;
      const { term } = world.view(leader);
      return world.all.every((each) => each === leader || isFollowing(world.view(each), term));
    };
    return (yield* until(isOne, PATIENCE_MS)) ? world.leader() : null;
  }

  reset(): void {
    const { sim } = this.world;
    this.hold = () => false;
    this.kill = () => false;
    this.watch = () => {};
    this.calm();
    this.partition(this.world.all);
    for (const server of this.world.all) {
      sim.inject({ kind: 'resume', server });
      this.unblock(server, ...this.world.all);
    }
    this.join(...this.world.all);
    this.restart(...this.world.all);
    sim.calls.release();
  }
}

/** Whether the arguments hold this command, in whatever form. */
export function carries(args: string, command: string): boolean {
  const word = command.replaceAll('"', '');
  for (let at = args.indexOf(word); at >= 0; at = args.indexOf(word, at + 1)) {
    if (!/[0-9]/.test(args.charAt(at + word.length))) return true;
  }
  return false;
}

/** Whether this is an answer to a request with these arguments, among others perhaps. */
export function answersTo({ half, args }: Message, request: string | null): boolean {
  return half === 'reply' && request !== null && args.split('\n').includes(request);
}

/** Whether the arguments hold `command` or one that was given out later. */
export function carriesSince(args: string, command: string): boolean {
  const first = Number(command.replaceAll(/\D/g, ''));
  for (const [, number] of args.matchAll(/x(\d+)/g)) if (Number(number) >= first) return true;
  return false;
}

function isFollowing(view: { term: number; isLeader: boolean }, term: number): boolean {
  return !view.isLeader && view.term === term;
}
