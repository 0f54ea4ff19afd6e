import { writeWorkspace } from '../calibration/run/workspace.ts';
import { calibration } from '../calibration/mutants/raft/calibration.ts';
const [, , name = '', folder = ''] = process.argv;
const mutant = calibration.mutants.find((m) => m.name === name)!;
const style = mutant.edits['reference'] !== undefined ? 'reference' : Object.keys(mutant.edits)[0]!;
writeWorkspace(folder, style, mutant.edits[style] ?? []);
