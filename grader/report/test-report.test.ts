import { describe, expect, test } from 'vitest';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { findLabs } from '../labs/find-labs.ts';
import { select } from '../run/select.ts';
import type { ScenarioReport } from '../run/test-submission.ts';
import { onScreen, speaksUnicode, widthOf } from './screen.ts';
import { heading, listed, scenarioLines, tableOf } from './test-report.ts';

const labs = await findLabs();
// oxlint-disable-next-line no-control-regex
const COLOURS = /\u001B\[\d+m/g;

function resultOf(verdict: Verdict): RunResult {
  return { verdict, traceHash: '', events: 1, virtualUs: 4_200_000, reached: {} };
}

const BROKEN: Verdict = {
  kind: 'violated',
  promise: 'one-leader-per-term',
  sentence: 'At most one server leads in a term.',
  evidence: [],
  atUs: 1,
};
const LONG: Verdict = {
  kind: 'overrun',
  message: 'many words of \u001B[31m it '.repeat(99),
  atUs: 1,
};

/** Every third scenario fails, in two ways. */
function reportOf(scenario: Scenario, at: number): ScenarioReport {
  const verdicts: Verdict[] = [{ kind: 'passed' }, { kind: 'passed' }];
  if (at % 3 === 2) verdicts.push(BROKEN, LONG);
  const runs = verdicts.map((verdict, seed) => ({ seed, result: resultOf(verdict) }));
  const verdict = at % 3 === 2 ? 'violated' : 'passed';
  return { scenario, runs, verdict, points: 1, reached: null };
}

function table(what: string, width: number): string[] {
  const selection = select(labs, what, undefined);
  const layout = tableOf(selection, width);
  const lines = [
    ...heading(what, selection, { runs: 1_120, jobs: 2 }, layout),
    ...selection.scenarios.flatMap((each, at) => scenarioLines(reportOf(each, at), layout)),
  ];
  return lines.map((line) => line.replaceAll(COLOURS, ''));
}

describe.each([60, 80, 120, 200])('on a screen of %d columns', (width) => {
  test.each(labs.map(({ id }) => id))('the table of %s fits, with whole titles and ids', (id) => {
    const lines = table(id, width);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
    const words = lines.join(' ').split(/\s+/);
    for (const scenario of select(labs, id, undefined).scenarios) {
      expect(words).toContain(scenario.id);
      for (const word of scenario.title.split(' ')) expect(words).toContain(word);
    }
  });

  test('it is laid out as it was', async () => {
    const text = ['3A', '5C'].flatMap((what) => [...table(what, width), '']).join('\n');
    await expect(text).toMatchFileSnapshot(`golden/table-at-${width}.txt`);
  });

  test('the list of scenarios fits', () => {
    for (const lab of labs) {
      for (const line of listed(lab.scenarios, width)) {
        expect(line.length).toBeLessThanOrEqual(width);
      }
    }
  });
});

test('the width is the terminal\u2019s, within bounds; what is no terminal has 80 columns', () => {
  expect([0, 20, 60, 137, 500].map((columns) => widthOf({ isTTY: true, columns }))).toEqual([
    80, 60, 60, 137, 200,
  ]);
  expect(widthOf({ columns: 137 })).toBe(80);
  expect(widthOf({ isTTY: true })).toBe(80);
});

test('what could rewrite a terminal is shown as it is written in a program', () => {
  expect(onScreen('ü \u001B[31m\r \u202E \ud800 \u{1F600}\t.', true)).toBe(
    String.raw`ü \x1B[31m\x0D \u202E \uD800 ` + '\u{1F600}\t.',
  );
  expect(onScreen('ü \u{1F600} ~', false)).toBe(String.raw`\xFC \u{1F600} ~`);
});

test('a terminal speaks Unicode unless its locale says otherwise', () => {
  expect(speaksUnicode({})).toBe(true);
  expect(speaksUnicode({ LANG: 'de_DE.UTF-8' })).toBe(true);
  expect(speaksUnicode({ LANG: 'de_DE.UTF-8', LC_ALL: 'C' })).toBe(false);
  expect(speaksUnicode({ LC_ALL: '', LANG: 'en_US.ISO-8859-1' })).toBe(false);
});
