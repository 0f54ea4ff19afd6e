import type { Chance, Deaths } from '../calibration/run/chance.ts';
import { colour } from './colour.ts';

const NAME = 34;
const STYLE = 15;
const CHANCE = 8;

export const CHANCE_HEADING = `${' '.repeat(6)}${'mutant'.padEnd(NAME)} ${'style'.padEnd(STYLE)} ${'chance'.padStart(CHANCE)}  deaths on fresh seeds`;

/** A wrong mutant's line: the chance that a default run kills it, and what it was measured on. */
export function chanceLine({ mutant, style, chance, played, isSure }: Chance): string {
  const sign = isSure ? colour.green('ok  ') : colour.red('FAIL');
  const name = mutant.name.padEnd(NAME);
  return `${sign}  ${name} ${style.padEnd(STYLE)} ${percent(chance).padStart(CHANCE)}  ${played.map(deathsOf).join(', ')}`;
}

/** How many wrong mutants die for sure, and by luck. */
export function chanceEnd(chances: readonly Chance[]): string[] {
  const lucky = chances.filter((each) => !each.isSure);
  return [
    `${chances.length - lucky.length} of ${chances.length} wrong mutants die in two scenarios, or with a chance of 99%`,
    lucky.length === 0
      ? colour.green('no kill by luck')
      : colour.red(
          `by luck: ${lucky.map(({ mutant, style }) => `${mutant.name} (${style})`).join(', ')}`,
        ),
  ];
}

/** A lab's table for docs/kill-matrix.md: a row for each mutant, with the style that is hardest to kill. */
export function chanceTable(chances: readonly Chance[]): string {
  const names = new Set(chances.map(({ mutant }) => mutant.name));
  const rows = [...names].map((name) => {
    const of = chances.filter(({ mutant }) => mutant.name === name);
    const [first] = of as [Chance, ...Chance[]];
    const worst = of.reduce((least, each) => (each.chance < least.chance ? each : least));
    const killers = new Set(of.flatMap(({ played }) => played.filter(hasKilled).map(idOf)));
    const styles = of.length === 1 ? first.style : `${of.length}, least in ${worst.style}`;
    const cells = [first.mutant.name, first.mutant.sentence, styles, percent(worst.chance)];
    return `| ${[...cells, [...killers].join(', ')].join(' | ')} |`;
  });
  return [
    '| mutant | what is wrong | styles | chance | killed by |',
    '| --- | --- | --- | ---: | --- |',
    ...rows,
  ].join('\n');
}

function hasKilled({ deaths }: Deaths): boolean {
  return deaths > 0;
}

function idOf({ scenario }: Deaths): string {
  return scenario.id;
}

function deathsOf({ scenario, deaths, runs }: Deaths): string {
  return `${scenario.id} ${deaths}/${runs}`;
}

/** Rounded down; what is nearly certain is not called certain. */
function percent(chance: number): string {
  if (chance > 0.999) return '>99.9%';
  return `${(Math.floor(chance * 1_000) / 10).toFixed(1)}%`;
}
