import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { ScenarioReport } from '../run/test-submission.ts';

/** A crash names the line, a broken promise what is wrong, a stall only that something is missing; the rest says little. */
function kindRank(verdict: Verdict): number {
  switch (verdict.kind) {
    case 'crashed':
      return verdict.stack === '' ? 1 : 0;
    case 'violated':
      return 1;
    case 'stalled':
      return 2;
    default:
      return 3;
  }
}

/**
 * The scenarios that failed, the most telling first: one that aims at something before one that strikes at random,
 * what went wrong before what did not come, an earlier part before a later one, and a short run before a long one.
 */
export function mostTelling(reports: readonly ScenarioReport[]): ScenarioReport[] {
  const failed = reports.flatMap((report) => {
    const first = report.runs.find(({ result }) => result.verdict.kind !== 'passed');
    return first === undefined ? [] : [{ report, rank: rankOf(report.scenario, first.result) }];
  });
  return failed.toSorted((a, b) => compare(a.rank, b.rank)).map(({ report }) => report);
}

interface Rank {
  readonly numbers: readonly number[];
  readonly part: string;
  readonly virtualUs: number;
}

function rankOf(
  { plan, network, part }: Scenario,
  { verdict, virtualUs }: { readonly verdict: Verdict; readonly virtualUs: number },
): Rank {
  const isRandom = plan !== undefined || network !== 'reliable';
  return { numbers: [isRandom ? 1 : 0, kindRank(verdict)], part, virtualUs };
}

function compare(a: Rank, b: Rank): number {
  for (const [at, number] of a.numbers.entries()) {
    if (number !== b.numbers[at]) return number - (b.numbers[at] ?? 0);
  }
  return a.part.localeCompare(b.part, 'en') || a.virtualUs - b.virtualUs;
}
