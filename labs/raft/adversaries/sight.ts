import type { Message as Call, Sight } from '../../../harness/adversary/message.ts';
import type { AnsweredRequest } from '../../../harness/sim/observer.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import type { RaftWorld } from '../raft-world.ts';
import { Conversations, type Question } from './conversations.ts';
import { isReceipt, messageKind } from './message-kind.ts';
import { RpcRoles, type RpcRole } from './rpc-roles.ts';

/**
 * A message as an adversary sees it when it arrives, however it travels: an answer may be the reply to a
 * call or a call of its own, from a later moment; a reply that says nothing is no message.
 */
export interface RaftMessage {
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

/** Of an answer to several requests, the role of the first of these. */
const WEIGHTY: readonly RpcRole[] = ['install', 'vote', 'append'];

/** Reads the messages of a Raft whose author may send what he likes: by what they do, and what they lead to. */
export class RaftSight implements Sight<RaftMessage> {
  private readonly world: RaftWorld;
  private readonly conversations = new Conversations();
  private readonly roles = new RpcRoles();
  /** By their arguments, which mostly belong to one method; a text that is there already is found without being read. */
  private readonly kinds = new Map<string, { readonly method: string; readonly kind: string }>();

  constructor(world: RaftWorld) {
    this.world = world;
  }

  see({ from, to, method, half, args, reply }: Call): RaftMessage | null {
    if (reply !== null && isReceipt(reply)) return null;
    const call = { kind: this.kindOf(method, args), args };
    const isQuestion = half === 'request' && !this.conversations.isAnswer(call.kind);
    const questions = isQuestion || half === 'reply' ? [call] : this.questionsOf(from, to, call);
    const head = { from, to, half: isQuestion ? 'request' : 'reply', said: reply ?? args } as const;
    return this.message(head, questions);
  }

  /** Learns from what a server is told. */
  passes({ from, to, method, half, args }: Call, seen: RaftMessage): void {
    const call = { kind: this.kindOf(method, args), args };
    if (seen.half === 'request') {
      this.roles.asked(call.kind, this.world.view(from).isLeader);
      this.conversations.asked(to, from, call);
      return;
    }
    const questions = half === 'reply' ? [call] : this.questionsOf(from, to, call);
    for (const { kind } of questions) this.roles.answered(to, kind);
  }

  /** Learns from what a server says and believes. Of what it says, only answers are messages here. */
  leaves(server: number, effect: Effect, request: AnsweredRequest | undefined): RaftMessage | null {
    if (effect.kind === 'observe') this.roles.observed(server, this.world.view(server).isLeader);
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

  crashed(server: number): void {
    this.conversations.crashed(server);
  }

  private message(
    head: Omit<RaftMessage, 'role' | 'args'>,
    questions: readonly Question[],
  ): RaftMessage {
    const { from, to, half } = head;
    const [only] = questions;
    const { isLeader } = this.world.view(half === 'request' ? from : to);
    if (only !== undefined && questions.length === 1) {
      return { ...head, role: this.roles.of(only.kind, only.args, isLeader), args: only.args };
    }
    const roles = questions.map(({ kind, args }) => this.roles.of(kind, args, isLeader));
    const role = WEIGHTY.find((each) => roles.includes(each)) ?? 'other';
    return { ...head, role, args: questions.map(({ args }) => args).join('\n') };
  }

  private questionsOf(from: number, to: number, answer: Question): readonly Question[] {
    return this.conversations.questionsOf(from, to, answer.args);
  }

  private kindOf(method: string, args: string): string {
    const known = this.kinds.get(args);
    if (known?.method === method) return known.kind;
    // A message is looked at a few times within a moment.
    if (this.kinds.size >= 100) this.kinds.clear();
    const kind = messageKind(method, args);
    this.kinds.set(args, { method, kind });
    return kind;
  }
}
