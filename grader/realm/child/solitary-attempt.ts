import type { Run } from '../../../harness/scenario/run.ts';
import type { MappedScript } from '../../compile/stack.ts';
import type { PrepareRun } from '../realm.ts';
import type { Advanced, Attempt, Blame, Settled } from '../windows.ts';
import type { Child } from './child.ts';
import { ChildServers, type ChildServer } from './child-servers.ts';
import { Loss } from './loss.ts';
import { ASK } from './messages.ts';

/** One try at a run in which each incarnation has a child of its own, which ends when the incarnation does. */
export class SolitaryAttempt implements Attempt {
  readonly run: Run;
  private readonly start: () => Child;
  private readonly servers: ChildServers;
  /** Those that have been asked and live, or have left something to be told. */
  private readonly living = new Set<ChildServer>();
  /** A rejection that came to light when an incarnation was stopped. */
  private left: Blame | null = null;
  private readonly loss = new Loss();

  /** `start` starts a child. */
  constructor(start: () => Child, script: MappedScript, prepare: PrepareRun) {
    this.start = start;
    this.servers = new ChildServers(script, {
      childOf: (server) => this.moveIn(server),
      stop: (server) => this.moveOut(server),
    });
    this.run = prepare(this.servers);
  }

  advance(upTo: number): Advanced {
    return this.loss.advance(this.run, upTo);
  }

  async settle(): Promise<Settled> {
    const { living, servers, run, loss } = this;
    const wasLost = loss.isAny;
    let blame = this.left;
    this.left = null;
    for (const server of living) blame ??= loss.unless(() => this.askForRejection(server));
    if (!loss.isAny) return { isSound: true, blame };
    return loss.settle(run, servers.last, wasLost);
  }

  end(): void {
    for (const { child } of this.living) child.kill();
    this.living.clear();
  }

  /** Bytes of memory in use by all incarnations that live. */
  heapBytes(): number {
    let sum = 0;
    for (const { child } of this.living) sum += child.heapBytes();
    return sum;
  }

  private moveIn(server: ChildServer): Child {
    const child = this.start();
    this.living.add(server);
    child.ask(ASK.begin, (out) => {
      out.number(1);
      out.number(0);
    });
    return child;
  }

  private moveOut(server: ChildServer): void {
    if (server.child.isAlive) this.left ??= this.askForRejection(server);
    server.child.kill();
    this.living.delete(server);
  }

  private askForRejection(server: ChildServer): Blame | null {
    const { servers } = this;
    servers.last = server;
    return server.child.ask(ASK.settle, undefined, (answer) => {
      answer.whole(1, 'whether a window was sound');
      return servers.blameOf(answer);
    });
  }
}
