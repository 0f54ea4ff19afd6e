import { findLabs } from '../run/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { shrinkFailure } from '../run/shrink-failure.ts';
import { compileStyle } from '../calibration/run/workspace.ts';
import { calibration } from '../calibration/mutants/raft/calibration.ts';
const lab = (await findLabs()).find((l) => l.id === 'raft')!;
const [, , list = '', only = '', seeds = '2', verbose] = process.argv;
for (const name of list.split(',')) {
  const mutant = calibration.mutants.find((m) => m.name === name)!;
  const style =
    mutant.edits['reference'] !== undefined ? 'reference' : Object.keys(mutant.edits)[0]!;
  const submission = await compileStyle(lab, style, mutant.edits[style] ?? []);
  const ids = only === '' ? mutant.killedBy : [only];
  for (const scenario of lab.scenarios.filter((s) => ids.includes(s.id))) {
    for (let seed = 1; seed <= Number(seeds); seed++) {
      const a = await runSeed(lab, scenario, submission, seed);
      if (a.verdict.kind === 'passed') {
        console.log(name, scenario.id, seed, a.verdict.kind);
        continue;
      }
      const before = process.cpuUsage();
      const s = await shrinkFailure(lab, scenario, submission, seed);
      const { user, system } = process.cpuUsage(before);
      console.log(
        name,
        style,
        scenario.id,
        seed,
        a.verdict.kind,
        (a.verdict as any).promise ?? '',
        (a.virtualUs / 1e6).toFixed(2),
        s === null
          ? null
          : `${s.recording.inputs.length} of ${s.of} in ${s.runs} runs, ${((user + system) / 1e3).toFixed(0)} ms cpu, ends ${(s.result.virtualUs / 1e6).toFixed(2)} ${s.recording.network}`,
      );
      if (verbose && s) for (const i of s.recording.inputs) console.log('   ', JSON.stringify(i));
    }
  }
}
