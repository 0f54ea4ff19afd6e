import type { Run } from '../../harness/scenario/run.ts';
import type { ServerFactory } from '../../harness/vocabulary/server.ts';
import type { CompiledSubmission } from '../compile/compile.ts';

/** Sets up a run from its first event, with processes that `servers` starts. */
export type PrepareRun = (servers: ServerFactory) => Run;

/**
 * Where the processes of one submission run, apart from the simulator, the clients and the checks. All that
 * comes out of one are effects, which say what a process did: never a verdict. `realm-contract.fixture.ts` says
 * what any realm must do.
 *
 * `practice/` runs them in this process, and is no security boundary. `child/` runs them in another process, which
 * can lie about nothing but what its servers do.
 */
export interface Realm {
  /**
   * Plays a run to its end. A process that never returns, or leaves a rejection unhandled, ends it with a
   * verdict that names the process. `prepare` is called again when the run must be repeated to find that out;
   * the run that is returned is the last one.
   */
  play(prepare: PrepareRun): Promise<Run>;
  /** Bytes of memory in use where the processes run, once garbage collections free no more. */
  heapBytes(): number;
  /** Gives back what it holds; no run is being played. */
  close(): void;
}

export type OpenRealm = (submission: CompiledSubmission) => Realm;
