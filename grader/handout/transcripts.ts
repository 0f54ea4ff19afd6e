import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { findCalibration } from '../calibration/run/find-calibration.ts';
import { compileStyle, TEMPLATE } from '../calibration/run/workspace.ts';
import { againLines } from '../cli/own-command.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { explainFailure } from '../run/explain-failure.ts';
import { findLab } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';

/**
 * A comment that says which failure the block below it shows, such as
 * `<!-- transcript: raft two-candidates 1 vote-not-saved in reference -->`, or `... 1 template -->`.
 */
const TRANSCRIPT =
  /(<!-- transcript: (\S+) (\S+) (\d+) (?:template|(\S+) in (\S+)) -->\n\n```\n)[\s\S]*?(\n```)/g;

/** The page with each transcript as the program prints it. */
export async function withTranscripts(page: string): Promise<string> {
  const parts: string[] = [];
  let end = 0;
  for (const match of page.matchAll(TRANSCRIPT)) {
    const [all, head = '', lab = '', scenario = '', seed = '', mutant, style, tail = ''] = match;
    const lines = await failureOf(lab, scenario, Number(seed), mutant, style);
    parts.push(page.slice(end, match.index), head, lines.join('\n'), tail);
    end = match.index + all.length;
  }
  return [...parts, page.slice(end)].join('');
}

async function failureOf(
  labId: string,
  scenarioId: string,
  seed: number,
  mutant: string | undefined,
  style: string | undefined,
): Promise<string[]> {
  const lab = await findLab(labId);
  const scenario = lab.scenarios.find(({ id }) => id === scenarioId);
  if (scenario === undefined) throw new Error(`${labId} has no scenario ${scenarioId}`);
  const submission = await codeOf(lab, mutant, style);
  const { verdict, traceHash } = await runSeed(lab, scenario, submission, seed);
  if (verdict.kind === 'passed')
    throw new Error(`${mutant ?? 'the template'} passes seed ${seed} of ${scenarioId}`);
  // What is found must not depend on how fast this machine is.
  const limits = { processorMsMax: Infinity };
  const failure = { seed, verdict, traceHash };
  const explained = await explainFailure(lab, scenario, submission, failure, limits);
  const file = join(process.cwd(), '.splitbrain', 'failures', `${scenarioId}-${seed}.json`);
  const isSmall = explained.run?.smallest !== undefined;
  const lines = [...tellFailure(explained), '', ...againLines(file, isSmall)];
  return lines.map((line) => stripVTControlCharacters(line).trimEnd());
}

async function codeOf(
  lab: Lab,
  mutant: string | undefined,
  style: string | undefined,
): Promise<CompiledSubmission> {
  if (mutant === undefined || style === undefined) return compileSubmission(TEMPLATE, lab);
  const calibration = await findCalibration(lab.id);
  const edits = calibration?.mutants.find(({ name }) => name === mutant)?.edits[style];
  if (edits === undefined) throw new Error(`${lab.id} has no mutant ${mutant} in ${style}`);
  return compileStyle(lab, style, edits);
}
