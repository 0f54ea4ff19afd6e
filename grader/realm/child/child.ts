import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { CompiledSubmission } from '../../compile/compile.ts';
import { Channel, ChannelClosed } from './channel.ts';
import { onlyStandard } from './descriptors.ts';
import { BadFrame, type FrameReader, type FrameWriter } from './frame.ts';
import { ASK } from './messages.ts';
import type { Impatience } from './patience.ts';
import { openPipes } from './pipes.ts';
import { watchdog } from './watchdog.ts';
import { childrenOf } from '../../system/process-stat.ts';
import { messageOf } from '../../message-of.ts';

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/** A child gets nothing of the judge's environment; what starts it is found where systems have it. */
export const CHILD_ENVIRONMENT = { PATH: '/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin' };

/** Nothing more comes of a child. */
export class ChildLost extends Error {
  /** Why it was ended; null when it died by itself. */
  readonly why: Impatience | 'unlawful' | null;
  readonly child: Child;

  constructor(child: Child, why: ChildLost['why'], message: string) {
    super(message);
    this.child = child;
    this.why = why;
  }
}

/** A process that runs the servers of one submission and answers what it is asked. */
export class Child {
  private readonly process: ChildProcess;
  private readonly channel: Channel;
  private readonly exited: Promise<void>;
  /** The process whose first thread runs the servers; 0 as long as it is not known. */
  private thread = 0;
  private isOpen = true;

  /** Starts it, and waits until it has the submission. Throws when it cannot even do that: nothing has run yet. */
  constructor(command: Command, { code, bridge }: Pick<CompiledSubmission, 'code' | 'bridge'>) {
    const [questions, answers] = openPipes();
    const [program, ...args] = command;
    const nothing = openSync('/dev/null', 'r+');
    this.process = spawn(program, args, {
      stdio: onlyStandard(questions.from, answers.to, nothing),
      cwd: '/',
      env: CHILD_ENVIRONMENT,
    });
    for (const fd of [questions.from, answers.to, nothing]) closeSync(fd);
    this.channel = new Channel(answers.from, questions.to);
    this.exited = new Promise((resolve) => {
      this.process.once('exit', () => resolve());
      this.process.once('error', () => resolve());
    });
    this.process.unref();
    if (this.process.pid === undefined) {
      this.isOpen = false;
      this.channel.close();
      throw new Error(`cannot start ${program}: is it installed?`);
    }
    try {
      this.ask(ASK.load, (out) => {
        out.text(code);
        out.text(bridge.realm);
        out.text(bridge.incarnation);
      });
    } catch (error) {
      const why = messageOf(error);
      throw new Error(`a child did not start with ${program}: ${why}`, { cause: error });
    }
    this.thread = lastDescendant(this.pid);
  }

  /** Whether it can be asked. */
  get isAlive(): boolean {
    return this.isOpen;
  }

  /**
   * Asks and waits for the answer, which `read` gets. Throws `ChildLost` when none comes, and when `read`
   * throws `BadFrame`: what answers so is not asked again.
   */
  ask<T = void>(
    kind: number,
    write?: (out: FrameWriter) => void,
    read?: (answer: FrameReader) => T,
  ): T {
    const { channel } = this;
    const { out, incoming } = channel;
    if (!this.isOpen) throw new ChildLost(this, null, 'it is gone');
    out.begin(kind);
    write?.(out);
    const guard = watchdog();
    const { from, to } = channel;
    guard.asks({ process: this.pid, thread: this.thread, from, to });
    let why: Impatience | null = null;
    try {
      try {
        channel.send();
        channel.receive();
      } finally {
        why = guard.answered();
      }
      if (incoming.kind !== kind) {
        throw new BadFrame(`it was asked ${kind}, and answered ${incoming.kind}`);
      }
      if (read !== undefined) return read(incoming);
      incoming.end();
      return undefined as T;
    } catch (error) {
      this.kill();
      if (why !== null) throw new ChildLost(this, why, 'it was killed');
      if (error instanceof BadFrame) throw new ChildLost(this, 'unlawful', error.message);
      if (error instanceof ChannelClosed) throw new ChildLost(this, null, 'it is gone');
      throw error;
    }
  }

  /** Bytes of memory in use in it. */
  heapBytes(): number {
    return this.ask(ASK.heap, undefined, (answer) => {
      const bytes = answer.whole(Number.MAX_SAFE_INTEGER, 'the memory in use');
      answer.end();
      return bytes;
    });
  }

  /** How it ended, once it has: in words. */
  async end(): Promise<string> {
    await this.exited;
    const { signalCode, exitCode } = this.process;
    return signalCode ?? `exit code ${exitCode}`;
  }

  /** Ends it. */
  kill(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.process.kill('SIGKILL');
    this.channel.close();
  }

  private get pid(): number {
    const { pid } = this.process;
    // To kill what has no number would be to kill the judge and all that was started with it.
    if (pid === undefined) throw new Error('a child that did not start was asked');
    return pid;
  }
}

/** The process at the end of a chain of which each started the next, as what confines a child does. */
function lastDescendant(pid: number): number {
  for (let last = pid; ;) {
    try {
      const [next] = childrenOf(last);
      if (next === undefined) return last;
      last = next;
    } catch {
      return 0;
    }
  }
}
