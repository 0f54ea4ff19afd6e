import type { Boot, Effect, Server, ServerEvent, ServerFactory } from '../vocabulary/server.ts';
import { NativeStore } from './native-store.ts';

/**
 * The methods that others may call, by their names. One that takes time is a generator: it yields how many
 * milliseconds of its own clock it waits, and returns the answer.
 */
export type NativeHandlers<Rpc> = {
  readonly [Method in keyof Rpc]: Rpc[Method] extends (args: infer Args) => infer Reply
    ? (args: Args) => Reply | Generator<number, Reply>
    : never;
};

/** What a native process has and can do, besides answering. */
interface NativeNode {
  readonly boot: Boot;
  /** Milliseconds of its own clock. */
  readonly nowMs: () => number;
  /** Acts once, after so many milliseconds of its own clock. */
  readonly after: (delayMs: number, act: () => void) => void;
  /** Tells the world, which hears it as news on this channel. */
  readonly tell: (channel: string, value: unknown) => void;
  /** Its own disk, which survives its crashes. */
  readonly store: NativeStore;
}

/** Starts one incarnation: what its handlers share, but for the store, is gone when it crashes. */
export type BeginNative<Rpc> = (node: NativeNode) => NativeHandlers<Rpc>;

/** A process that is no student's code, such as a file store, made of plain functions. */
export function nativeProcess<Rpc>(begin: BeginNative<Rpc>): ServerFactory['create'] {
  return (boot) => new NativeProcess(boot, begin);
}

/** Refuses a call that no process may make: the run ends, and says so. */
export class Refusal extends Error {}

type Handler = (args: unknown) => unknown;

class NativeProcess implements Server {
  private readonly begin: BeginNative<unknown>;
  private readonly node: NativeNode;
  private handlers: Readonly<Record<string, Handler>> = {};
  private effects: Effect[] = [];
  private clockUs = 0;
  private readonly timers = new Map<number, () => void>();
  private lastTimer = 0;

  constructor(boot: Boot, begin: BeginNative<unknown>) {
    const put = (effect: Effect): void => void this.effects.push(effect);
    this.begin = begin;
    this.node = {
      boot,
      nowMs: () => this.clockUs / 1_000,
      after: (delayMs, act) => this.setTimer(delayMs, act),
      tell: (channel, value) => put({ kind: 'emit', channel, value: JSON.stringify(value) }),
      store: new NativeStore(boot.records, put),
    };
  }

  step(event: ServerEvent, clockUs: number): readonly Effect[] {
    this.effects = [];
    this.clockUs = clockUs;
    try {
      this.take(event);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.effects.push({ kind: 'fail', message: error.message, stack: '' });
    }
    return this.effects;
  }

  stop(): void {}

  private take(event: ServerEvent): void {
    switch (event.kind) {
      case 'boot':
        this.handlers = this.begin(this.node);
        return;
      case 'timer': {
        const act = this.timers.get(event.timer);
        this.timers.delete(event.timer);
        return act?.();
      }
      case 'request': {
        const { call, method } = event;
        const answer = this.handler(method)(JSON.parse(event.args));
        return this.settle(answer, (reply) => this.effects.push({ kind: 'respond', call, reply }));
      }
      case 'invoke': {
        const { invocation, method } = event;
        const [args] = JSON.parse(event.args) as unknown[];
        return this.settle(this.handler(method)(args), (value) =>
          this.effects.push({ kind: 'return', invocation, value }),
        );
      }
      // It calls nobody.
      case 'reply':
        return;
    }
  }

  private handler(method: string): Handler {
    const handler = Object.hasOwn(this.handlers, method) ? this.handlers[method] : undefined;
    if (handler !== undefined) return handler;
    const known = Object.keys(this.handlers).join(', ');
    const { name } = this.node.boot;
    throw new Refusal(`a process called ${method}() of '${name}', which has only ${known}`);
  }

  /** Passes on the JSON text of an answer, at once or when its generator returns it. */
  private settle(answer: unknown, done: (text: string) => void): void {
    if (!isGenerator(answer)) return done(JSON.stringify(answer ?? null));
    const { done: isOver, value } = answer.next();
    if (isOver === true) this.settle(value, done);
    else this.setTimer(value, () => this.settle(answer, done));
  }

  private setTimer(delayMs: number, act: () => void): void {
    const timer = ++this.lastTimer;
    this.timers.set(timer, act);
    this.effects.push({ kind: 'set-timer', timer, delayUs: Math.floor(delayMs * 1_000) });
  }
}

function isGenerator(answer: unknown): answer is Generator<number, unknown> {
  return typeof answer === 'object' && answer !== null && 'next' in answer;
}
