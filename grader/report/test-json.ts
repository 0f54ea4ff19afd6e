import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { ScenarioReport, TestReport } from '../run/test-submission.ts';
import { nameVerdict } from './verdict-words.ts';

/** Version of what `--json` prints; fields may be added without a new one. */
export const JSON_VERSION = 1;

interface JsonFailure {
  readonly seed: number;
  readonly verdict: Verdict['kind'];
  readonly promise: string;
}

/** What `test --json` prints. */
export function testJson(report: TestReport, wallMs: number): object {
  return {
    version: JSON_VERSION,
    passed: report.passed,
    points: report.points,
    maxPoints: report.maxPoints,
    wallMs: Math.round(wallMs),
    events: report.events,
    virtualMs: Math.round(report.virtualUs / 1_000),
    traceHash: report.traceHash,
    scenarios: report.scenarios.map((each) => ({
      id: each.scenario.id,
      part: each.scenario.part,
      verdict: each.verdict,
      seedsRun: each.runs.length,
      points: each.points,
      failures: failuresOf(each),
    })),
  };
}

function failuresOf({ runs }: ScenarioReport): JsonFailure[] {
  return runs.flatMap(({ seed, result: { verdict } }) =>
    verdict.kind === 'passed'
      ? []
      : [{ seed, verdict: verdict.kind, promise: nameVerdict(verdict) }],
  );
}
