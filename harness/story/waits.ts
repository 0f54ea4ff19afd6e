import type { TraceEvent } from '../sim/trace-event.ts';
import { nameOf, type Member } from '../vocabulary/role.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';
import { seconds } from '../vocabulary/time.ts';
import { tellCall, tellJson } from './message-words.ts';
import { cut } from './lines.ts';

/** Processes told at the end of a run that stalled: where many wait, they mostly wait for the same. */
const PROCESSES_TOLD = 3;
/** Characters of a call from outside and of a message that are told. */
const CALL = 60;
const MESSAGE = 150;

/** A call that a process made of another one. */
interface Question {
  readonly to: number;
  readonly method: string;
  readonly args: string;
  readonly atUs: number;
}

/** What a process heard of a question that it asked, perhaps again and again. */
interface Heard {
  readonly question: Question;
  /** The last answer, and since when and how often it has been the same; null while there was none. */
  readonly answer: {
    readonly reply: string;
    readonly sinceUs: number;
    readonly lastUs: number;
    readonly times: number;
  } | null;
  /** How often it was asked in vain since the last answer, and since when. */
  readonly lost: { readonly sinceUs: number; readonly times: number } | null;
}

/** What one process waits for, and what it knows. */
interface Waiter {
  /** Calls from outside that it has not answered, by their numbers. */
  readonly invocations: Map<number, { readonly words: string; readonly atUs: number }>;
  /** Calls of its own without an answer, by their numbers. */
  readonly questions: Map<number, Question>;
  /** What it heard, by question; the last one at the end. */
  readonly heard: Map<string, Heard>;
}

/** Where in the student's files a process made its last call; null where it is not known. */
export type PlaceOf = (process: number) => string | null;

/** What every process of a run waits for, and what it heard last: at the end of a stall, that is what explains it. */
export class Waits {
  private readonly members: readonly Member[];
  private readonly placeOf: PlaceOf;
  private readonly waiters = new Map<number, Waiter>();

  constructor(members: readonly Member[], placeOf: PlaceOf = () => null) {
    this.members = members;
    this.placeOf = placeOf;
  }

  hear(event: TraceEvent): void {
    switch (event.kind) {
      case 'event':
        return this.heardEvent(event.server, event.atUs, event.event);
      case 'effect':
        return this.did(event.server, event.atUs, event.effect);
      case 'crash':
        return void this.waiters.delete(event.server);
      default:
    }
  }

  /** Since when the one that waits longest has waited for its call from outside; null when nobody does. */
  get sinceUs(): number | null {
    const times = [...this.waiters.values()].flatMap(({ invocations }) =>
      [...invocations.values()].map(({ atUs }) => atUs),
    );
    return times.length === 0 ? null : Math.min(...times);
  }

  /** What those wait for that were called from outside, the longest wait first. */
  tellCalled(): string[] {
    const waiting = [...this.waiters].flatMap(([process, { invocations }]) =>
      [...invocations.values()].map((call) => ({ process, ...call })),
    );
    const places = new Set<string>();
    return waiting
      .toSorted((a, b) => a.atUs - b.atUs)
      .slice(0, PROCESSES_TOLD)
      .map(({ process, words, atUs }) => {
        const place = this.placeOf(process);
        const isNew = place !== null && !places.has(place);
        const made = isNew ? ` Its last call was made at ${place}.` : '';
        if (isNew) places.add(place);
        const head = `${this.name(process)} has not returned from ${words} since ${seconds(atUs)}.`;
        return [`${head}${made}`, ...this.tellKnown(process)].join(' ');
      });
  }

  /** What these processes heard last, and what they wait for. */
  tellEach(processes: readonly number[]): string[] {
    return processes.slice(0, PROCESSES_TOLD).flatMap((process) => {
      const known = this.tellKnown(process);
      return known.length === 0 ? [] : [`${this.name(process)}: ${known.join(' ')}`];
    });
  }

  /** The last answer of `to` that `process` heard, in words; null when there was none. */
  tellLastFrom(to: number, process: number): string | null {
    return this.tellAnswer(process, ({ question }) => question.to === to);
  }

  private tellKnown(process: number): string[] {
    const { heard, questions } = this.of(process);
    const answer = this.tellAnswer(process, () => true);
    const { question, lost = null } = [...heard.values()].at(-1) ?? {};
    const [open] = questions.values();
    const isInVain = question !== undefined && lost !== null;
    return [
      ...(answer === null ? [] : [`It last heard ${answer}.`]),
      ...(isInVain ? [this.tellLost(question, lost)] : []),
      ...(open === undefined ? [] : [`It waits for an answer to ${this.tellQuestion(open)}.`]),
    ];
  }

  private tellAnswer(process: number, isMeant: (heard: Heard) => boolean): string | null {
    const heard = [...this.of(process).heard.values()].filter(isMeant);
    const answered = heard.flatMap(({ question, answer }) =>
      answer === null ? [] : [{ question, ...answer }],
    );
    const last = answered.toSorted((a, b) => a.lastUs - b.lastUs).at(-1);
    if (last === undefined) return null;
    const { question, reply, sinceUs, lastUs, times } = last;
    const { to, method, args } = question;
    const told = cut(`${tellCall(method, args)} -> ${tellJson(reply)}`, MESSAGE);
    const often = times === 1 ? '' : `, the same ${times} times since ${seconds(sinceUs)}`;
    return `from ${this.name(to)} at ${seconds(lastUs)}: ${told}${often}`;
  }

  private tellLost(question: Question, { sinceUs, times }: NonNullable<Heard['lost']>): string {
    const { to, method, args } = question;
    const often = times === 1 ? 'once' : `${times} times`;
    const call = cut(tellCall(method, args), CALL);
    return `It asked ${this.name(to)} in vain ${often} since ${seconds(sinceUs)}: ${call}.`;
  }

  private tellQuestion({ to, method, args, atUs }: Question): string {
    return `${cut(tellCall(method, args), CALL)} from ${this.name(to)} since ${seconds(atUs)}`;
  }

  private heardEvent(process: number, atUs: number, event: ServerEvent): void {
    const { invocations, questions, heard } = this.of(process);
    if (event.kind === 'invoke') {
      const { invocation, method, args } = event;
      invocations.set(invocation, { words: cut(`${method}(${args.slice(1, -1)})`, CALL), atUs });
    }
    if (event.kind !== 'reply') return;
    const question = questions.get(event.call);
    if (question === undefined) return;
    questions.delete(event.call);
    const { to, method, args } = question;
    const key = `${to} ${method} ${args}`;
    const before = heard.get(key);
    heard.delete(key);
    heard.set(key, listen(before ?? { question, answer: null, lost: null }, event.reply, atUs));
  }

  private did(process: number, atUs: number, effect: Effect): void {
    const { invocations, questions } = this.of(process);
    if (effect.kind === 'return') invocations.delete(effect.invocation);
    if (effect.kind !== 'send') return;
    const { call, to, method, args } = effect;
    questions.set(call, { to, method, args, atUs });
  }

  private of(process: number): Waiter {
    const known = this.waiters.get(process);
    if (known !== undefined) return known;
    const waiter = { invocations: new Map(), questions: new Map(), heard: new Map() };
    this.waiters.set(process, waiter);
    return waiter;
  }

  private name(process: number): string {
    return nameOf(this.members, process);
  }
}

function listen({ question, answer, lost }: Heard, reply: string | null, atUs: number): Heard {
  if (reply === null) {
    const times = (lost?.times ?? 0) + 1;
    return { question, answer, lost: { sinceUs: lost?.sinceUs ?? atUs, times } };
  }
  const isSame = answer?.reply === reply;
  const sinceUs = isSame ? answer.sinceUs : atUs;
  const times = isSame ? answer.times + 1 : 1;
  return { question, answer: { reply, sinceUs, lastUs: atUs, times }, lost: null };
}
