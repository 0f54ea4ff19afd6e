import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeWorkspace } from '../calibration/run/workspace.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/** Two correct Rafts and an empty folder, in a place of their own, that commands grade as processes. */
export class SmallClass {
  readonly folder = mkdtempSync(join(tmpdir(), 'splitbrain-small-class-'));

  /** `seeds` of each scenario of part 3A. */
  constructor(seeds: number) {
    const course = { assignment: 'small', parts: ['3A'], points: 'fraction', seeds };
    writeFileSync(join(this.folder, 'course.json'), JSON.stringify(course));
    mkdirSync(join(this.folder, 'class/broken'), { recursive: true });
    writeWorkspace(join(this.folder, 'class/reference'), 'reference');
    writeWorkspace(join(this.folder, 'class/ticker'), 'ticker');
  }

  /** Starts a grader with a journal and reports of that name. */
  grade(name: string, ...more: readonly string[]): ChildProcess {
    const own = ['--course', 'course.json', '--journal', name, '--reports', `${name}-reports`];
    return this.start('grade', 'class', ...own, '--json', ...more);
  }

  /** Starts any command; what it prints is left alone. */
  start(...args: readonly string[]): ChildProcess {
    return spawn(process.execPath, [BIN, ...args], { cwd: this.folder, stdio: 'ignore' });
  }

  /** Names of the runs that a journal holds, in its order. */
  runsIn(name: string): string[] {
    const file = join(this.folder, name, 'journal.ndjson');
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => {
      const { code, scenario, seed } = JSON.parse(line.slice(9)) as Record<string, string>;
      return `${code} ${scenario} ${seed}`;
    });
  }

  /** Every report, by its path. */
  reportsOf(name: string): Record<string, string> {
    const folder = join(this.folder, `${name}-reports`);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const reports = files.filter((file) => /\.\w+$/.test(file)).toSorted();
    return Object.fromEntries(
      reports.map((file) => [file, readFileSync(join(folder, file), 'utf8')]),
    );
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
