import type { ScheduleReport } from '../calibration/run/try-schedules.ts';
import type { Shrunk } from '../run/shrink-failure.ts';
import { colour } from './colour.ts';
import { sumUpVerdict } from './verdict-words.ts';

const NAME = 34;
const STYLE = 15;

/** Whether correct code passes the schedule, and passed the whole one, if there was any to play. */
export function isTrue({ shrunk, failures }: ScheduleReport): boolean {
  return failures.length === 0 && shrunk.kind !== 'fails-correct-code';
}

/** A smallest schedule's line, and one for each correct style that fails it. */
export function scheduleLines(report: ScheduleReport): string[] {
  const { trial, seed, shrunk, failures } = report;
  const { mutant, style, scenario } = trial;
  const sign = isTrue(report) ? colour.green('ok  ') : colour.red('FAIL');
  const who = `${mutant.name.padEnd(NAME)} ${style.padEnd(STYLE)}`;
  const where =
    seed === null ? `${scenario.id}: survives` : `${scenario.id} ${seed}: ${sizeOf(shrunk)}`;
  return [
    `${sign}  ${who} ${where}`,
    ...failures.map((each) => `        fails ${each.style}: ${sumUpVerdict(each.verdict)}`),
  ];
}

function sizeOf(shrunk: Shrunk): string {
  switch (shrunk.kind) {
    case 'smaller':
      return `${shrunk.smallest.recording.inputs.length} of ${shrunk.smallest.of} steps`;
    case 'none':
      return 'no smaller one';
    case 'fails-correct-code':
      return `the whole ${shrunk.in} fails the reference`;
  }
}
