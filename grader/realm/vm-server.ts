import type { CompiledSubmission } from '../compile/compile.ts';
import { mapStack } from '../compile/stack.ts';
import { spokenName } from '../../harness/vocabulary/role.ts';
import type { Boot, Effect, Server, ServerEvent } from '../../harness/vocabulary/server.ts';
import { effectAt, SLOTS, type Bridge } from './bridge/protocol.ts';
import type { VmRealm } from './vm-realm.ts';

/** One incarnation of a process, in a realm: the modules of `bridge/` and the student's code. */
export class VmServer implements Server {
  /** Its number in the run. */
  readonly number: number;
  /** What people call it. */
  readonly name: string;
  /** Null once it is stopped. */
  private realm: VmRealm | null;
  private readonly bridge: Bridge;
  private readonly submission: CompiledSubmission;
  private readonly stepping: (server: VmServer) => void;

  /** `stepping` is told before each step. */
  constructor(
    boot: Boot,
    realm: VmRealm,
    submission: CompiledSubmission,
    stepping: (server: VmServer) => void,
  ) {
    this.number = boot.names.indexOf(boot.name);
    this.name = spokenName(boot);
    this.realm = realm;
    this.stepping = stepping;
    this.submission = submission;
    this.bridge = realm.open(boot);
  }

  step(event: ServerEvent, clockUs: number, dateAheadUs = 0): readonly Effect[] {
    const { realm, bridge } = this;
    if (realm === null) return [];
    this.stepping(this);
    switch (event.kind) {
      case 'boot':
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
    realm.drain();
    return this.pull(bridge.finish());
  }

  /** Something of its code failed outside of any step that could say so. */
  fail(reason: unknown): readonly Effect[] {
    return this.pull(this.bridge.fail(reason));
  }

  stop(): void {
    this.realm = null;
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
