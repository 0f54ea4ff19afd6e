import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import {
  EFFECTS_PER_STEP_MAX,
  type Boot,
  type Effect,
  type Server,
  type ServerEvent,
  type ServerFactory,
} from '../../harness/vocabulary/server.ts';
import type { CompiledSubmission } from './compile.ts';
import { mapStack, SCRIPT_NAME } from './stack.ts';

/** The bridge as the host sees it: numbers and strings only. */
interface Bridge {
  readonly outbox: Record<number, unknown>;
  step(kind: number, clockUs: number, a: number, method: string, text: string): void;
  finish(): number;
  fail(reason: unknown): number;
}

const SLOTS = 5;
const bridgeScript = new vm.Script(
  readFileSync(new URL('./bridge.realm.js', import.meta.url), 'utf8'),
  { filename: 'splitbrain-bridge.js' },
);
// Running anything in a context with microtaskMode 'afterEvaluate' drains its microtasks.
const drainScript = new vm.Script('0', { filename: 'splitbrain-drain.js' });

/**
 * Servers as vm contexts, one for each incarnation. Practice mode: fast, and no security boundary.
 */
export class VmServerFactory implements ServerFactory {
  private readonly submission: CompiledSubmission;
  private readonly script: vm.Script;
  private last: VmServer | null = null;

  constructor(submission: CompiledSubmission) {
    this.submission = submission;
    this.script = new vm.Script(submission.code, { filename: SCRIPT_NAME });
  }

  create(boot: Boot): Server {
    return new VmServer(boot, this.script, this.submission, (server) => {
      this.last = server;
    });
  }

  /** Number of the process that had the last step; -1 when none had any. */
  get running(): number {
    return this.last?.number ?? -1;
  }

  /** Words for a rejection that the last step left unhandled, made inside that server's realm. */
  describe(reason: unknown): { server: number; message: string; stack: string } {
    const [effect] = this.last?.fail(reason) ?? [];
    const told = effect?.kind === 'fail' ? effect : { message: 'unknown', stack: '' };
    const message = `unhandled rejection: ${told.message}`;
    return { server: this.running, message, stack: told.stack };
  }
}

class VmServer implements Server {
  private context: vm.Context | null;
  private readonly bridge: Bridge;
  private readonly script: vm.Script;
  private readonly submission: CompiledSubmission;
  private readonly stepping: (server: VmServer) => void;
  /** Its number in the run. */
  readonly number: number;

  constructor(
    boot: Boot,
    script: vm.Script,
    submission: CompiledSubmission,
    stepping: (server: VmServer) => void,
  ) {
    this.number = boot.names.indexOf(boot.name);
    this.stepping = stepping;
    this.script = script;
    this.submission = submission;
    // A contextified object would make global look-ups 30 times slower.
    this.context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: false },
    });
    const bridge = bridgeScript.runInContext(this.context) as (
      boot: string,
      effectsMax: number,
    ) => Bridge;
    this.bridge = bridge(JSON.stringify(boot), EFFECTS_PER_STEP_MAX);
  }

  step(event: ServerEvent, clockUs: number): readonly Effect[] {
    const { context, bridge } = this;
    if (context === null) return [];
    this.stepping(this);
    switch (event.kind) {
      case 'boot':
        try {
          this.script.runInContext(context);
        } catch (error) {
          return this.fail(error);
        }
        bridge.step(0, clockUs, 0, '', '');
        break;
      case 'timer':
        bridge.step(1, clockUs, event.timer, '', '');
        break;
      case 'request':
        bridge.step(2, clockUs, event.call, event.method, event.args);
        break;
      case 'reply':
        bridge.step(3, clockUs, event.call, '', event.reply ?? '');
        break;
      case 'invoke':
        bridge.step(4, clockUs, event.invocation, event.method, event.args);
        break;
    }
    drainScript.runInContext(context);
    return this.pull(bridge.finish());
  }

  fail(reason: unknown): Effect[] {
    return this.pull(this.bridge.fail(reason));
  }

  stop(): void {
    this.context = null;
  }

  private pull(count: number): Effect[] {
    const effects: Effect[] = [];
    const { outbox } = this.bridge;
    for (let at = 0; at < count * SLOTS; at += SLOTS) {
      effects.push(
        this.effect(
          String(outbox[at]),
          Number(outbox[at + 1]),
          Number(outbox[at + 2]),
          String(outbox[at + 3]),
          String(outbox[at + 4]),
        ),
      );
    }
    return effects;
  }

  private effect(kind: string, a: number, b: number, text: string, text2: string): Effect {
    switch (kind) {
      case 'send':
        return { kind, call: a, to: b, method: text, args: text2 };
      case 'respond':
        return { kind, call: a, reply: text };
      case 'save':
        return { kind, state: text, snapshot: a === 1 ? text2 : null };
      case 'set-timer':
        return { kind, timer: a, delayUs: b };
      case 'clear-timer':
        return { kind, timer: a };
      case 'emit':
        return { kind, channel: text, value: text2 };
      case 'return':
        return { kind, invocation: a, value: text };
      case 'observe':
      case 'log':
        return kind === 'log' ? { kind, text } : { kind, value: text };
      case 'fail':
        return { kind, message: text, stack: mapStack(text2, this.submission) };
      case 'flood':
        return { kind, message: text };
      default:
        throw new Error(`the bridge knows no effect '${kind}'`);
    }
  }
}
