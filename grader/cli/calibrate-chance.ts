import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { measureChances, type ChanceOptions } from '../calibration/run/chance.ts';
import type { LabCalibration } from '../calibration/run/mutant.ts';
import { CHANCE_HEADING, chanceEnd, chanceLine, chanceTable } from '../report/chance-table.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { EXIT } from './exit-codes.ts';
import { elapsed, ProgressLine } from './progress-line.ts';

interface Options extends ChanceOptions {
  /** A Markdown file whose section of this lab is written anew. */
  readonly table?: string | undefined;
  readonly json?: boolean | undefined;
}

/** `splitbrain calibrate --chance`: how sure each wrong mutant of a lab is to die in a default run. */
export async function runChances(
  lab: Lab,
  calibration: LabCalibration,
  { table, json, ...options }: Options,
): Promise<number> {
  const startedMs = performance.now();
  let doing = 'mutants';
  const screen =
    json === true
      ? null
      : new ProgressLine(process.stdout, () => `  ${doing}, ${elapsed(startedMs)}`);
  screen?.print(CHANCE_HEADING);
  const chances = await measureChances(lab, calibration, {
    ...options,
    onChance(chance, done, of) {
      doing = `${done}/${of} mutants`;
      screen?.print(chanceLine(chance));
    },
  });
  screen?.end();
  const passed = chances.every(({ isSure }) => isSure);
  if (table !== undefined) writeSection(table, lab, chanceTable(chances));
  if (json === true) {
    const mutants = chances.map(({ mutant, style, chance, played, isSure }) => ({
      name: `${mutant.name} (${style})`,
      chance,
      isSure,
      played: played.map(({ scenario, deaths, runs }) => ({ id: scenario.id, deaths, runs })),
    }));
    console.log(JSON.stringify({ version: JSON_VERSION, passed, mutants }));
  } else console.log(['', ...chanceEnd(chances)].join('\n'));
  return passed ? EXIT.passed : EXIT.failed;
}

/** Replaces the lab's section of a Markdown file, or adds it at the end. */
function writeSection(file: string, { number, title }: Lab, table: string): void {
  const old = existsSync(file) ? readFileSync(file, 'utf8') : '# Kill matrix\n';
  const heading = `## Lab ${number}: ${title}`;
  const [preface = '', ...sections] = old.trimEnd().split(/\n+(?=## )/);
  const others = sections.filter((each) => !each.startsWith(`${heading}\n`));
  const all = [...others, `${heading}\n\n${table}`].toSorted((a, b) => labOf(a) - labOf(b));
  writeFileSync(file, `${[preface, ...all].join('\n\n')}\n`);
}

/** The number of the lab that a section is about; what is about none stands before them. */
function labOf(section: string): number {
  return Number(/^## Lab (\d+):/.exec(section)?.[1] ?? 0);
}
