import { findLabs } from '../run/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { compileStyle } from '../calibration/run/workspace.ts';
import { calibration } from '../calibration/mutants/raft/calibration.ts';
import type { Recording } from '../../harness/faults/recording.ts';
const lab = (await findLabs()).find((l) => l.id === 'raft')!;
const seeds = Number(process.argv[2] ?? 2);
const only = process.argv[3];
let ok = 0,
  bad = 0,
  unplayable = 0;
for (const name of (process.argv[4] ?? '').split(',')) {
  const mutant = calibration.mutants.find((m) => m.name === name)!;
  const style =
    mutant.edits['reference'] !== undefined ? 'reference' : Object.keys(mutant.edits)[0]!;
  const submission = await compileStyle(lab, style, mutant.edits[style] ?? []);
  for (const scenario of lab.scenarios) {
    if (only ? !scenario.id.includes(only) : false) continue;
    for (let seed = 1; seed <= seeds; seed++) {
      let rec: Recording | null = null;
      const a = await runSeed(lab, scenario, submission, seed, { onRecording: (r) => (rec = r) });
      const recording = JSON.parse(JSON.stringify(rec)) as Recording;
      let again: Recording | null = null;
      const b = await runSeed(lab, scenario, submission, seed, {
        recording,
        onRecording: (r) => (again = r),
      });
      const scriptish = a.verdict.kind === 'passed' || a.verdict.kind === 'stalled';
      const same =
        a.traceHash === b.traceHash &&
        (scriptish || JSON.stringify(a.verdict) === JSON.stringify(b.verdict));
      const sameRec = JSON.stringify(rec) === JSON.stringify(again);
      if (same) ok++;
      else if (scriptish) unplayable++;
      else bad++;
      if (!same || (same && !sameRec) || a.verdict.kind !== 'passed')
        console.log(
          name,
          style,
          scenario.id,
          seed,
          a.verdict.kind,
          (a.verdict as any).promise ?? '',
          'same',
          same,
          'rec',
          sameRec,
          recording.inputs.length,
          (a.virtualUs / 1e6).toFixed(2),
          a.events,
          b.events,
          b.verdict.kind,
        );
    }
  }
}
console.log({ ok, bad, unplayable });
