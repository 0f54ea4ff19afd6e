import type { Boot, Effect, Server, ServerEvent } from '../../harness/vocabulary/server.ts';
import { mapStack, type MappedScript } from '../compile/stack.ts';
import { effectAt, numberOf, SLOTS, textOf } from './bridge/protocol.ts';
import { VmIncarnation } from './vm-incarnation.ts';
import type { VmRealm } from './vm-realm.ts';

/** An incarnation in a realm of this process, as the simulator knows servers. */
export class VmServer implements Server {
  private readonly incarnation: VmIncarnation;
  private readonly script: MappedScript;
  private readonly stepping: (server: VmServer) => void;

  /** `script` maps the lines of stacks; `stepping` is told before each step. */
  constructor(
    boot: Boot,
    realm: VmRealm,
    script: MappedScript,
    stepping: (server: VmServer) => void,
  ) {
    this.incarnation = new VmIncarnation(boot, realm);
    this.script = script;
    this.stepping = stepping;
  }

  /** Its number in the run. */
  get number(): number {
    return this.incarnation.number;
  }

  /** What people call it. */
  get name(): string {
    return this.incarnation.name;
  }

  /** From now on takes down where its code makes its calls. */
  noteCalls(): void {
    this.incarnation.noteCalls();
  }

  /** The student's own files and lines on the stack of the last call that was noted. */
  get lastCall(): string {
    return mapStack(this.incarnation.lastCallStack, this.script);
  }

  step(event: ServerEvent, clockUs: number, dateAheadUs = 0): readonly Effect[] {
    this.stepping(this);
    const { kind } = event;
    const method = 'method' in event ? event.method : '';
    return this.pull(
      this.incarnation.step(kind, clockUs, dateAheadUs, numberOf(event), method, textOf(event)),
    );
  }

  /** Something of its code failed outside of any step that could say so. */
  fail(reason: unknown): readonly Effect[] {
    return this.pull(this.incarnation.fail(reason));
  }

  stop(): void {
    this.incarnation.stop();
  }

  private pull(count: number): readonly Effect[] {
    const effects: Effect[] = [];
    const { outbox } = this.incarnation;
    for (let i = 0; i < count; i++) {
      const effect = effectAt(outbox, i * SLOTS);
      const isFailure = effect.kind === 'fail';
      effects.push(isFailure ? { ...effect, stack: mapStack(effect.stack, this.script) } : effect);
    }
    return effects;
  }
}
