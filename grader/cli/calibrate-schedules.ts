import type { Lab } from '../../harness/scenario/scenario.ts';
import type { LabCalibration } from '../calibration/run/mutant.ts';
import { ScheduleTrials, scheduleTrials } from '../calibration/run/try-schedules.ts';
import { isTrue, scheduleLines } from '../report/schedule-lines.ts';
import { EXIT } from './exit-codes.ts';

/** Only mutants whose name contains this text, and, where it is given, only of this style. */
interface Options {
  readonly only: string;
  readonly style: string | undefined;
}

/** `splitbrain calibrate --schedules`: correct code passes every smallest schedule that a student may see. */
export async function runSchedules(
  lab: Lab,
  calibration: LabCalibration,
  { only, style }: Options,
): Promise<number> {
  const trials = await ScheduleTrials.of(lab, calibration);
  let lies = 0;
  for (const trial of scheduleTrials(lab, calibration)) {
    if (!trial.mutant.name.includes(only) || trial.style !== (style ?? trial.style)) continue;
    const report = await trials.try(trial);
    if (!isTrue(report)) lies++;
    console.log(scheduleLines(report).join('\n'));
  }
  console.log(lies === 0 ? 'every schedule tells the truth' : `${lies} schedules do not`);
  return lies === 0 ? EXIT.passed : EXIT.failed;
}
