import { expect, test } from 'vitest';
import { findExhibits } from './find-exhibits.ts';
import { findLabs } from '../labs/find-labs.ts';
import { exhibitLines, playExhibit } from './play-exhibit.ts';

const labs = await findLabs();
const all = await Promise.all(
  labs.map(async (lab) => ({ lab, found: await findExhibits(lab.id) })),
);
const exhibits = all.flatMap(({ lab, found }) => found.map((exhibit) => ({ lab, exhibit })));

test.each(exhibits)('$exhibit.lab: $exhibit.title', async ({ lab, exhibit }) => {
  expect(lab.parts.map(({ id }) => id)).toContain(exhibit.part);
  expect(exhibitLines(exhibit).length).toBeGreaterThan(0);
  const { verdict } = (await playExhibit(lab, exhibit)).failure;
  // What it breaks is what it is shown for.
  expect(verdict.kind === 'violated' ? verdict.promise : verdict.kind).toBe(exhibit.breaks);
});

test('every exhibit of a lab has a name of its own', () => {
  for (const { found } of all) {
    expect(new Set(found.map(({ title }) => title)).size).toBe(found.length);
  }
});
