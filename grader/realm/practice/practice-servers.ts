import type { Boot, Server, ServerFactory } from '../../../harness/vocabulary/server.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import type { VmRealm } from '../vm-realm.ts';
import { VmServer } from '../vm-server.ts';
import type { Blame } from '../windows.ts';

/** Starts incarnations in this process, and knows which of them ran last. */
export class PracticeServers implements ServerFactory {
  private readonly submission: CompiledSubmission;
  private readonly realm: () => VmRealm;
  private last: VmServer | null = null;

  /** `realm` gives each incarnation the one to live in. */
  constructor(submission: CompiledSubmission, realm: () => VmRealm) {
    this.submission = submission;
    this.realm = realm;
  }

  create(boot: Boot): Server {
    return new VmServer(boot, this.realm(), this.submission, (server) => {
      this.last = server;
    });
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
