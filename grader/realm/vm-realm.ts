import vm from 'node:vm';
import { EFFECTS_PER_STEP_MAX, type Boot } from '../../harness/vocabulary/server.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { SCRIPT_NAME } from '../compile/stack.ts';
import type { Bridge, Evaluate, OpenBridge } from './bridge/protocol.ts';
import type { PrepareRealm, Shared } from './bridge/realm/shared.ts';

// Running anything in a context with microtaskMode 'afterEvaluate' drains its microtasks.
const drainScript = new vm.Script('0', { filename: 'splitbrain-drain.js' });

/** What the realms of a submission evaluate, parsed once for all of them. */
export interface RealmScripts {
  readonly realm: vm.Script;
  readonly incarnation: vm.Script;
  readonly submission: vm.Script;
}

export function parseScripts({
  bridge,
  code,
}: Pick<CompiledSubmission, 'bridge' | 'code'>): RealmScripts {
  // What is handed over is what the lab's own last lines say: a constant, which no earlier line can replace.
  const head = '(function evaluateSubmission(leave) { const leavePrograms = leave; (() => {';
  const text = `${head}\n${code}\n})(); })`;
  // A stack has the lines of the code by itself.
  const submission = new vm.Script(text, { filename: SCRIPT_NAME, lineOffset: -1 });
  return { ...parseBridge(bridge), submission };
}

type ParsedBridge = Omit<RealmScripts, 'submission'>;

let parsed: {
  readonly bridge: CompiledSubmission['bridge'];
  readonly scripts: ParsedBridge;
} | null = null;

/** The bridge is the same for all submissions of a process. */
function parseBridge(bridge: CompiledSubmission['bridge']): ParsedBridge {
  const { realm, incarnation } = bridge;
  if (parsed?.bridge.realm !== realm || parsed.bridge.incarnation !== incarnation) {
    const options = { filename: 'splitbrain-bridge.js' };
    const scripts = {
      realm: new vm.Script(realm, options),
      incarnation: new vm.Script(incarnation, options),
    };
    parsed = { bridge, scripts };
  }
  return parsed.scripts;
}

/** A vm context in which incarnations of a submission's processes live: one, or one after another. */
export class VmRealm {
  readonly context: vm.Context;
  private readonly shared: Shared;
  private readonly openBridge: OpenBridge;
  private readonly evaluate: Evaluate;

  constructor({ realm, incarnation, submission }: RealmScripts) {
    // A contextified object would make global look-ups 30 times slower.
    this.context = vm.createContext(vm.constants.DONT_CONTEXTIFY, {
      microtaskMode: 'afterEvaluate',
      codeGeneration: { strings: false, wasm: false },
    });
    this.shared = (realm.runInContext(this.context) as PrepareRealm)();
    this.openBridge = incarnation.runInContext(this.context) as OpenBridge;
    this.evaluate = submission.runInContext(this.context) as Evaluate;
  }

  /** A bridge to a new incarnation: module variables, statics and closures are its own. */
  open(boot: Boot): Bridge {
    return this.openBridge(this.shared, this.evaluate, JSON.stringify(boot), EFFECTS_PER_STEP_MAX);
  }

  /** Runs whatever promises of a step have settled. */
  drain(): void {
    drainScript.runInContext(this.context);
  }
}
