import type { Calibration, MutantReport, ReferenceReport } from '../calibration/run/calibrate.ts';
import { colour } from './colour.ts';

const WIDTH = 80;
const NAME = 34;
const STYLE = 15;

/** A correct solution's line: how often it failed, and at what. */
export function referenceLines({ name, runs, falseFailures, failures }: ReferenceReport): string[] {
  const verdict = falseFailures === 0 ? 'passes' : `${falseFailures} false failures`;
  const line = `${sign(falseFailures === 0)}  correct  ${name.padEnd(NAME)} ${verdict} in ${runs} runs`;
  return [line, ...failures.slice(0, 5).map((failure) => `        ${failure}`)];
}

export const MATRIX_HEADING = `${' '.repeat(6)}${'mutant'.padEnd(NAME)} ${'style'.padEnd(STYLE)} ${'run'.padStart(4)}  killed by`;

/** A mutant's line: its style, how many runs it took to kill it, and what killed it. */
export function mutantLine({
  name,
  wrong,
  killed,
  killedBy,
  runsToFirstKill,
}: MutantReport): string {
  const [, mutant = name, style = ''] = /^(.*) \((.*)\)$/.exec(name) ?? [];
  const run = String(runsToFirstKill ?? '').padStart(4);
  const head = `${cut(mutant, NAME).padEnd(NAME)} ${cut(style, STYLE).padEnd(STYLE)} ${run}  `;
  const benign = wrong ? '' : 'benign: ';
  const room = WIDTH - 6 - head.length - benign.length;
  const by = killed ? asManyAsFit(killedBy, room) : 'passes';
  return `${sign(killed === wrong)}  ${head}${benign}${by}`;
}

/** The verdict on the checks; `isPart` when only some mutants or styles were tried. */
export function calibrationEnd(
  { mutants, template, sample, missing, idleScenarios, passed }: Calibration,
  isPart: boolean,
): string[] {
  const wrong = mutants.filter((each) => each.wrong);
  const benign = mutants.filter((each) => !each.wrong);
  const killed = wrong.filter((each) => each.killed).length;
  const falls = benign.filter((each) => each.killed).length;
  return [
    `${killed} of ${wrong.length} wrong mutants killed, ${falls} of ${benign.length} benign ones; the empty template scores ${template.points}`,
    ...(sample.runs > 0 ? [sampleLine(sample)] : []),
    ...(missing > 0 ? [`The lab needs ${missing} more mutants.`] : []),
    ...(idleScenarios.length > 0 ? [`Killed nothing: ${idleScenarios.join(', ')}`] : []),
    ...(isPart
      ? ['Only some mutants were tried, so scenarios that kill nothing are not listed.']
      : []),
    passed ? colour.green('calibrated') : colour.red('not calibrated'),
  ];
}

function sampleLine({ runs, different }: Calibration['sample']): string {
  const end = different === 0 ? 'the same traces' : colour.red(`${different} other traces`);
  return `${runs} runs were repeated with a realm for each incarnation: ${end}`;
}

function sign(isAsItShouldBe: boolean): string {
  return isAsItShouldBe ? colour.green('ok  ') : colour.red('FAIL');
}

/** Names as far as there is room, then how many more there are. */
function asManyAsFit(names: readonly string[], room: number): string {
  for (let shown = names.length; shown > 1; shown--) {
    const more = shown < names.length ? ` +${names.length - shown}` : '';
    const text = `${names.slice(0, shown).join(' ')}${more}`;
    if (text.length <= room) return text;
  }
  const [first = ''] = names;
  return names.length > 1 ? `${first} +${names.length - 1}` : first;
}

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 2)}..`;
}
