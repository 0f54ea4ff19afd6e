import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CompiledSubmission } from './compile.ts';
import { WorkMeter } from '../system/work-meter.ts';
import { SubmissionError } from './submission-error.ts';

/** What a process that compiles is sent. */
export interface ToCompiler {
  readonly folder: string;
  /** Its id. */
  readonly lab: string;
  readonly withReference: readonly string[];
}

/** What it sends: that it has started, and what came of each submission. */
export type FromCompiler =
  | { readonly ready: true }
  | { readonly compiled: CompiledSubmission }
  | { readonly refused: string };

/** Of processor time; correct solutions take 0.1 s. */
const COMPILE_MS_MAX = 30_000;
/** How often it is looked what was used. */
const LOOK_MS = 200;
/** Correct solutions take 0.1 GB; a page of code can be written that takes all there is. */
const MEMORY_MB = 1_024;
const PROGRAM = fileURLToPath(new URL('./compiler.js', import.meta.url));

/**
 * Compiles submissions that nobody has read in processes of their own: some make a compiler run for ever, take all
 * memory or die, and the next submission needs one that lives.
 */
export class Compiler {
  private readonly idle: CompilerProcess[] = [];

  /** Throws `SubmissionError` as `compileSubmission` does, and for what takes too much time or memory. */
  async compile(order: ToCompiler): Promise<CompiledSubmission> {
    // Somebody else may have ended the first one.
    const answer = (await this.ask(order)) ?? (await this.ask(order));
    if (answer === null) {
      throw new SubmissionError(
        `the compiler dies of it; most likely it needs more than ${MEMORY_MB} MB of memory, or is nested too deeply`,
      );
    }
    if ('compiled' in answer) return answer.compiled;
    throw new SubmissionError('refused' in answer ? answer.refused : 'it was not compiled');
  }

  close(): void {
    for (const each of this.idle.splice(0)) each.kill();
  }

  /** Null when the process died. */
  private async ask(order: ToCompiler): Promise<FromCompiler | null> {
    const process = this.idle.pop() ?? new CompilerProcess();
    const answer = await process.ask(order);
    if (answer !== null) this.idle.push(process);
    return answer;
  }
}

class CompilerProcess {
  private readonly child: ChildProcess;
  private readonly started: Promise<FromCompiler | null>;

  constructor() {
    const [program = process.execPath, ...args] = limited();
    this.child = fork(PROGRAM, {
      execPath: program,
      execArgv: args,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.started = this.answer();
  }

  async ask(order: ToCompiler): Promise<FromCompiler | null> {
    if ((await this.started) === null) throw new Error('a process that compiles did not start');
    const answer = this.answer();
    this.child.send(order, () => undefined);
    const meter = new WorkMeter(this.child.pid);
    let isLate = false;
    const looking = setInterval(() => {
      meter.look();
      if (meter.spentMs < COMPILE_MS_MAX) return;
      isLate = true;
      this.kill();
    }, LOOK_MS);
    const came = await answer;
    clearInterval(looking);
    if (isLate) throw new SubmissionError(`it does not compile within ${meter.tell()}`);
    return came;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private answer(): Promise<FromCompiler | null> {
    const { child } = this;
    return new Promise((resolve) => {
      const gone = (): void => resolve(null);
      const hear = (message: unknown): void => {
        if (!isFromCompiler(message)) return;
        child.off('exit', gone);
        child.off('error', gone);
        child.off('message', hear);
        resolve(message);
      };
      child.once('exit', gone);
      child.once('error', gone);
      child.on('message', hear);
    });
  }
}

/** Others than us may use the channel to a child: `node --watch` tells there which files it has loaded. */
function isFromCompiler(message: unknown): message is FromCompiler {
  if (typeof message !== 'object' || message === null) return false;
  return 'ready' in message || 'compiled' in message || 'refused' in message;
}

/** Limits for itself and for what it starts; and it ends with the process that started it. */
const LIMITS = `setpriv --pdeathsig KILL prlimit --data=${MEMORY_MB * 1024 * 1024} --core=0`.split(
  ' ',
);

let command: readonly string[] | null = null;

/** What starts Node: within limits, where there is something that sets them. */
function limited(): readonly string[] {
  const [program = '', ...args] = LIMITS;
  const hasLimits = (): boolean => spawnSync(program, [...args, 'true']).status === 0;
  command ??= [...(hasLimits() ? LIMITS : []), process.execPath];
  return command;
}
