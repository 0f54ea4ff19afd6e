import { closeSync, ftruncateSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { RunResult } from '../../harness/scenario/run.ts';
import { processesOf, type Lab, type Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { nameOf, roleOf } from '../../harness/vocabulary/role.ts';
import { messageOf } from '../message-of.ts';
import { UsageError } from '../run/select.ts';
import { VERSION } from '../version.ts';

/** Raised when a reader of older files would misread newer ones; docs/trace.md says what each version holds. */
const TRACE_VERSION = 1;

/** Letters that are written at once: a call of the system for each line would take most of the time. */
const CHUNK = 64 * 1024;

/** What a trace file begins with: whose run it is. */
export interface TracedOf {
  readonly lab: Lab;
  readonly scenario: Scenario;
  readonly seed: number;
  /** Whether it is the run of the smallest schedule, and not of the scenario. */
  readonly isSmallest: boolean;
}

/**
 * A file of one JSON object a line: the whole trace of a run. It is written beside its place and put there at the end,
 * so a file of that name is whole, however the program ended.
 */
export class TraceFile {
  private readonly path: string;
  private readonly draft: string;
  private readonly head: string;
  private readonly file: number;
  private at = 0;
  private buffer = '';

  /** Throws `UsageError` when there can be no such file. */
  constructor(path: string, of: TracedOf) {
    this.path = path;
    this.draft = `${path}.part-${process.pid}`;
    this.head = headOf(of);
    try {
      this.file = openSync(this.draft, 'w');
    } catch (error) {
      throw new UsageError(`cannot write the trace: ${messageOf(error)}`);
    }
  }

  /** Begins anew, and returns what gets each line: a run may be repeated before it counts. */
  begin(): (event: TraceEvent) => void {
    ftruncateSync(this.file);
    this.at = 0;
    this.buffer = this.head;
    return (event) => this.add(event);
  }

  /** Writes how the run ended, and puts the file in its place. */
  end({ verdict, traceHash, virtualUs }: RunResult): void {
    this.add({ kind: 'end', atUs: virtualUs, verdict, traceHash });
    this.flush();
    try {
      renameSync(this.draft, this.path);
    } catch (error) {
      throw new UsageError(`cannot write the trace: ${messageOf(error)}`);
    }
  }

  /** Ends the writing; a file that is not in its place by now goes. */
  close(): void {
    closeSync(this.file);
    rmSync(this.draft, { force: true });
  }

  private add(line: object): void {
    this.buffer += `${JSON.stringify(line)}\n`;
    if (this.buffer.length > CHUNK) this.flush();
  }

  private flush(): void {
    const bytes = Buffer.from(this.buffer);
    this.buffer = '';
    for (let from = 0; from < bytes.length;) {
      const written = writeSync(this.file, bytes, from, bytes.length - from, this.at);
      from += written;
      this.at += written;
    }
  }
}

function headOf({ lab, scenario, seed, isSmallest }: TracedOf): string {
  const members = processesOf(scenario, seed);
  const processes = members.map((each, number) => ({
    name: nameOf(members, number),
    role: roleOf(each),
    ...(each.group === undefined ? {} : { group: each.group }),
  }));
  const head = {
    kind: 'splitbrain-trace',
    version: TRACE_VERSION,
    program: VERSION,
    lab: lab.id,
    scenario: scenario.id,
    title: scenario.title,
    seed,
    smallest: isSmallest,
    processes,
  };
  return `${JSON.stringify(head)}\n`;
}
