import type { Boot, Server, ServerFactory } from '../../../harness/vocabulary/server.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import type { VmRealm } from '../vm-realm.ts';
import { VmServer } from '../vm-server.ts';
import type { Blame } from '../windows.ts';
import type { LastCalls } from './last-calls.ts';

/** Starts incarnations in this process, and knows which of them ran last. */
export class PracticeServers implements ServerFactory {
  private readonly submission: CompiledSubmission;
  private readonly realm: () => VmRealm;
  private readonly lastCalls: LastCalls | null;
  private last: VmServer | null = null;

  /** `realm` gives each incarnation the one to live in; `lastCalls` is told of all of them. */
  constructor(
    submission: CompiledSubmission,
    realm: () => VmRealm,
    lastCalls: LastCalls | null = null,
  ) {
    this.submission = submission;
    this.realm = realm;
    this.lastCalls = lastCalls;
    lastCalls?.clear();
  }

  create(boot: Boot): Server {
    const started = new VmServer(boot, this.realm(), this.submission, (server) => {
      this.last = server;
    });
    if (this.lastCalls !== null) {
      started.noteCalls();
      this.lastCalls.started(started);
    }
    return started;
  }

  /** What people call the process that had the last step. */
  get running(): string {
    return this.last?.name ?? 'the simulator';
  }

  /** Words for a rejection that the last step left unhandled, made inside that process's realm. */
  blame(reason: unknown): Blame {
    const [effect] = this.last?.fail(reason) ?? [];
    const told = effect?.kind === 'fail' ? effect : { message: 'unknown', stack: '' };
    const message = `unhandled rejection: ${told.message}`;
    return { server: this.last?.number ?? -1, message, stack: told.stack };
  }
}
