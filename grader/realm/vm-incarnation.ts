import { spokenName } from '../../harness/vocabulary/role.ts';
import type { Boot, ServerEvent } from '../../harness/vocabulary/server.ts';
import type { Bridge } from './bridge/protocol.ts';
import type { VmRealm } from './vm-realm.ts';

/** One incarnation of a process, in a realm: the modules of `bridge/` and the student's code. */
export class VmIncarnation {
  /** Its number in the run. */
  readonly number: number;
  /** What people call it. */
  readonly name: string;
  /** The effects of its last step, as `bridge/protocol.ts` says. */
  readonly outbox: Bridge['outbox'];
  /** Null once it is stopped. */
  private realm: VmRealm | null;
  private readonly bridge: Bridge;

  constructor(boot: Boot, realm: VmRealm) {
    this.number = boot.names.indexOf(boot.name);
    this.name = spokenName(boot);
    this.realm = realm;
    this.bridge = realm.open(boot);
    this.outbox = this.bridge.outbox;
  }

  /** Takes a step; returns the number of its effects. One that is stopped does nothing. */
  step(
    kind: ServerEvent['kind'],
    clockUs: number,
    dateAheadUs: number,
    number: number,
    method: string,
    text: string,
  ): number {
    const { realm, bridge } = this;
    if (realm === null) return 0;
    bridge.step(kind, clockUs, dateAheadUs, number, method, text);
    realm.drain();
    return bridge.finish();
  }

  noteCalls(): void {
    this.bridge.noteCalls();
  }

  /** The realm's own stack of the last call that was noted, not mapped yet. */
  get lastCallStack(): string {
    return String(this.bridge.lastCallStack());
  }

  /** Something of its code failed outside of any step that could say so: a step of one effect. */
  fail(reason: unknown): number {
    return this.bridge.fail(reason);
  }

  stop(): void {
    this.realm = null;
  }
}
