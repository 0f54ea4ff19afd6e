import { fileURLToPath } from 'node:url';
import { forMethods, type Recording } from '../../harness/faults/recording.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { CompiledLab } from '../compile/compile.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { runSeed } from './run-seed.ts';

const REFERENCE = fileURLToPath(new URL('../calibration/reference', import.meta.url));
const compiled = new Map<string, Promise<CompiledSubmission>>();

/** The reference solution of a lab; compiled once. */
function compileReference(lab: CompiledLab): Promise<CompiledSubmission> {
  const known = compiled.get(lab.id) ?? compileSubmission(REFERENCE, lab);
  compiled.set(lab.id, known);
  return known;
}

/**
 * Correct code that schedules are tried on. A schedule that fails it has lost its sense (a client reads
 * what nobody has written yet, say), and shows nothing about anybody else's code.
 */
export class CorrectCode {
  private readonly lab: Lab;
  private readonly scenario: Scenario;
  private readonly seed: number;
  private readonly submission: CompiledSubmission;
  /** What its servers are known to call each other by. */
  private readonly methods = new Set<string>();

  constructor(lab: Lab, scenario: Scenario, seed: number, submission: CompiledSubmission) {
    this.lab = lab;
    this.scenario = scenario;
    this.seed = seed;
    this.submission = submission;
  }

  static async ofReference(lab: Lab, scenario: Scenario, seed: number): Promise<CorrectCode> {
    return new CorrectCode(lab, scenario, seed, await compileReference(lab));
  }

  /**
   * Plays a schedule that was taken from another solution's run. Names of methods that this code does
   * not have stand for any.
   */
  async play(recording: Recording): Promise<Verdict> {
    const { methods } = this;
    const first = methods.size === 0 ? await this.listen(recording) : null;
    const adapted = forMethods(recording, methods);
    const isAsWas = JSON.stringify(adapted.inputs) === JSON.stringify(recording.inputs);
    return first !== null && isAsWas ? first : this.run(adapted);
  }

  async passes(recording: Recording): Promise<boolean> {
    return (await this.play(recording)).kind === 'passed';
  }

  /** What comes of the scenario's own script. */
  async playScript(): Promise<Verdict> {
    const { lab, scenario, submission, seed } = this;
    return (await runSeed(lab, scenario, submission, seed)).verdict;
  }

  private async listen(recording: Recording): Promise<Verdict> {
    const { lab, scenario, submission, seed, methods } = this;
    const { verdict } = await runSeed(lab, scenario, submission, seed, {
      recording,
      trace: () => (line) => {
        if (line.kind === 'event' && line.event.kind === 'request') methods.add(line.event.method);
      },
    });
    return verdict;
  }

  private async run(recording: Recording): Promise<Verdict> {
    const { lab, scenario, submission, seed } = this;
    return (await runSeed(lab, scenario, submission, seed, { recording })).verdict;
  }
}
