import vm from 'node:vm';
import type { CompiledSubmission } from '../compile/compile.ts';
import { mapStack, SCRIPT_NAME } from '../compile/stack.ts';
import { spokenName } from '../../harness/sim/process.ts';
import {
  EFFECTS_PER_STEP_MAX,
  type Boot,
  type Effect,
  type Server,
  type ServerEvent,
} from '../../harness/vocabulary/server.ts';
import { effectAt, SLOTS, type Bridge, type OpenBridge } from './bridge/protocol.ts';

// Running anything in a context with microtaskMode 'afterEvaluate' drains its microtasks.
const drainScript = new vm.Script('0', { filename: 'splitbrain-drain.js' });

/** What the contexts of a submission evaluate, parsed once for all of them. */
export interface RealmScripts {
  readonly bridge: vm.Script;
  readonly code: vm.Script;
}

export function parseScripts({ bridge, code }: CompiledSubmission): RealmScripts {
  return { bridge: parseBridge(bridge), code: new vm.Script(code, { filename: SCRIPT_NAME }) };
}

let parsed: { readonly text: string; readonly script: vm.Script } | null = null;

/** The bridge is the same for all submissions of a process. */
function parseBridge(text: string): vm.Script {
  if (parsed?.text !== text) {
    parsed = { text, script: new vm.Script(text, { filename: 'splitbrain-bridge.js' }) };
  }
  return parsed.script;
}

/** One incarnation of a process, in a vm context of its own: the modules of `bridge/` and the student's code. */
export class VmServer implements Server {
  /** Its number in the run. */
  readonly number: number;
  /** What people call it. */
  readonly name: string;
  private context: vm.Context | null;
  private readonly bridge: Bridge;
  private readonly code: vm.Script;
  private readonly submission: CompiledSubmission;
  private readonly stepping: (server: VmServer) => void;

  /** `stepping` is told before each step. */
  constructor(
    boot: Boot,
    scripts: RealmScripts,
    submission: CompiledSubmission,
    stepping: (server: VmServer) => void,
  ) {
    this.number = boot.names.indexOf(boot.name);
    this.name = spokenName(boot);
    this.stepping = stepping;
    this.code = scripts.code;
    this.submission = submission;
    // A contextified object would make global look-ups 30 times slower.
    this.context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: false },
    });
    const openBridge = scripts.bridge.runInContext(this.context) as OpenBridge;
    this.bridge = openBridge(JSON.stringify(boot), EFFECTS_PER_STEP_MAX);
  }

  step(event: ServerEvent, clockUs: number, dateAheadUs = 0): readonly Effect[] {
    const { context, bridge } = this;
    if (context === null) return [];
    this.stepping(this);
    switch (event.kind) {
      case 'boot':
        try {
          this.code.runInContext(context);
        } catch (error) {
          return this.fail(error);
        }
        bridge.step('boot', clockUs, dateAheadUs, 0, '', '');
        break;
      case 'timer':
        bridge.step('timer', clockUs, dateAheadUs, event.timer, '', '');
        break;
      case 'request':
        bridge.step('request', clockUs, dateAheadUs, event.call, event.method, event.args);
        break;
      case 'reply':
        bridge.step('reply', clockUs, dateAheadUs, event.call, '', event.reply ?? '');
        break;
      case 'invoke':
        bridge.step('invoke', clockUs, dateAheadUs, event.invocation, event.method, event.args);
        break;
    }
    drainScript.runInContext(context);
    return this.pull(bridge.finish());
  }

  /** Something of its code failed outside of any step that could say so. */
  fail(reason: unknown): readonly Effect[] {
    return this.pull(this.bridge.fail(reason));
  }

  stop(): void {
    this.context = null;
  }

  private pull(count: number): readonly Effect[] {
    const effects: Effect[] = [];
    const { outbox } = this.bridge;
    for (let i = 0; i < count; i++) {
      const effect = effectAt(outbox, i * SLOTS);
      const isFailure = effect.kind === 'fail';
      effects.push(
        isFailure ? { ...effect, stack: mapStack(effect.stack, this.submission) } : effect,
      );
    }
    return effects;
  }
}
