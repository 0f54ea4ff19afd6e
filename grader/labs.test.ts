import { describe, expect, test } from 'vitest';
import { existsSync, readFileSync } from 'node:fs';
import { LAB_TABLES, withLabTable } from './handout/lab-table.ts';
import { withoutPadding, withTables } from './handout/scenario-table.ts';
import { TITLE } from './report/test-report.ts';
import { findLabs } from './labs/find-labs.ts';

const labs = await findLabs();

describe.each(labs)('Lab $number', (lab) => {
  const { parts, scenarios } = lab;

  test.each(parts)('the points of Part $id are those of its scenarios', ({ id, points }) => {
    const own = scenarios.filter(({ part }) => part === id);
    expect(own.reduce((sum, scenario) => sum + scenario.points, 0)).toBe(points);
  });

  test.each(parts)('Part $id is about a module of the lab', ({ module }) => {
    expect(Object.keys(lab.modules)).toContain(module);
  });

  test('scenarios have ids of their own, and each says what it holds the student to', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(scenarios.map(({ holdsTo }) => holdsTo)).not.toContain(undefined);
  });

  test("every program is a file of the lab or one of the student's modules, which the template has", () => {
    const template = new URL('../solutions-template/', import.meta.url);
    for (const [name, places] of Object.entries(lab.modules)) {
      const has = places.some((place) => existsSync(new URL(place, template)));
      expect(has, `solutions-template has none of ${places.join(', ')} for ${name}`).toBe(true);
    }
    for (const [name, program] of Object.entries(lab.programs)) {
      if ('native' in program) continue;
      const { source } = program;
      const [, module = ''] = /^submission:(.*)$/.exec(source) ?? [];
      const has = existsSync(new URL(`../labs/${lab.id}/${source}`, import.meta.url));
      expect(has || module in lab.modules, `${name} is to run ${source}`).toBe(true);
    }
  });

  test('titles differ from each other, and a report has room for them', () => {
    const titles = scenarios.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.filter(({ length }) => length > TITLE)).toEqual([]);
  });

  test('the handout lists the scenarios as they are; `npm run handouts` writes the tables', () => {
    const handout = readFileSync(new URL(`../labs/${lab.id}/README.md`, import.meta.url), 'utf8');
    expect(withoutPadding(handout)).toBe(withoutPadding(withTables(handout, lab)));
  });
});

test.each(LAB_TABLES)('%s lists every lab; `npm run handouts` writes the table', (path, table) => {
  const page = readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
  expect(withoutPadding(page)).toBe(withoutPadding(withLabTable(page, labs, table)));
});
