import { availableParallelism } from 'node:os';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { APART, SAMPLED, type Isolation } from './isolation.ts';

/** What the user asked for cannot be run; the message says what there is instead. */
export class UsageError extends Error {}

/** A lab and those of its scenarios that were asked for. */
export interface Selection {
  readonly lab: Lab;
  readonly scenarios: readonly Scenario[];
}

/** Finds the lab or part called `what`, and in it the scenario called `scenarioId` if one is named. */
export function select(
  labs: readonly Lab[],
  what: string,
  scenarioId: string | undefined,
): Selection {
  const wanted = what.toLowerCase();
  const lab = labs.find(
    (each) =>
      each.id === wanted ||
      String(each.number) === wanted ||
      each.parts.some((part) => part.id.toLowerCase() === wanted),
  );
  if (lab === undefined) {
    const known = labs.flatMap((each) => [each.id, ...each.parts.map((part) => part.id)]);
    throw new UsageError(`no lab or part '${what}'; there are ${known.join(', ')}`);
  }
  const ofPart = lab.scenarios.filter((each) => each.part.toLowerCase() === wanted);
  const scenarios = ofPart.length > 0 ? ofPart : lab.scenarios;
  if (scenarioId === undefined) return { lab, scenarios };
  const one = scenarios.filter((each) => each.id === scenarioId);
  if (one.length > 0) return { lab, scenarios: one };
  throw new UsageError(
    `no scenario '${scenarioId}' in ${what}; there are ${scenarios.map((each) => each.id).join(', ')}`,
  );
}

/** The seeds 1 to `count`: what `--seeds` and every default mean. */
export function firstSeeds(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

/** Reads `--jobs`; without it, one process for each core. */
export function readJobs(text: string | undefined): number {
  return text === undefined ? availableParallelism() : readCount('--jobs', text, 1);
}

export const ISOLATE_FLAG = '--isolate <how>';
export type IsolateOption = 'always' | 'when-touched';

export function isolateWords(byDefault: IsolateOption): string {
  return `a realm for each incarnation: 'always', or 'when-touched' (as soon as built-ins are changed, and in a sample); default: ${byDefault}`;
}

/** Reads how far apart incarnations are kept where a verdict counts. */
export function readIsolation(text: string | undefined, byDefault: IsolateOption): Isolation {
  const how = text ?? byDefault;
  if (how === 'when-touched') return SAMPLED;
  if (how === 'always') return APART;
  throw new UsageError(`--isolate takes 'always' or 'when-touched'; got '${text}'`);
}

/** Reads a whole number of at least `least` that the user typed after `option`. */
export function readCount(option: string, text: string, least: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  throw new UsageError(`${option} takes a whole number of at least ${least}; got '${text}'`);
}

/** Reads a list of labs, such as 'raft,kvraft', and returns their ids; none without a text. */
export function readLabs(labs: readonly Lab[], text: string | undefined): string[] {
  if (text === undefined) return [];
  return text.split(',').map((name) => select(labs, name.trim(), undefined).lab.id);
}
