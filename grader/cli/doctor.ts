import type { Command } from 'commander';
import { confinement } from '../realm/child/confinement.ts';
import { tellsProcessorTime } from '../system/processor-time.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { LAYER_ORDER, tellMachine, type LayerState } from '../report/tell-machine.ts';
import { EXIT } from './exit-codes.ts';

/** Adds `splitbrain doctor`: what this machine can isolate, and how to get the rest. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('what of a submission this machine can confine, and how to get the rest')
    .option('--json', 'print one JSON object for programs to read')
    .action((options: { readonly json?: boolean }) => {
      process.exitCode = doctor(options.json === true);
    });
}

function doctor(isJson: boolean): number {
  const { missing } = confinement();
  const states: LayerState[] = LAYER_ORDER.map((layer) => ({
    layer,
    missing: missing.get(layer) ?? null,
  }));
  const processorTime = tellsProcessorTime();
  const passed = missing.size === 0 && processorTime;
  if (isJson) {
    console.log(JSON.stringify({ version: JSON_VERSION, passed, layers: states, processorTime }));
  } else for (const line of tellMachine(states, processorTime)) console.log(line);
  return passed ? EXIT.passed : EXIT.failed;
}
