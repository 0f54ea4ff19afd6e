import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { findLabs } from '../labs/find-labs.ts';
import { NO_COURSE } from './course.ts';
import { commitTo, HiddenSeeds, revealSeeds } from './hidden-seeds.ts';
import { makePlan } from './plan.ts';

const SECRET = '00112233445566778899aabbccddeeff';
const labs = await findLabs();
const seeds = (assignment: string, secret = SECRET) => new HiddenSeeds(secret, assignment);

test('the same secret gives the same seeds, and more of them begin with the same ones', () => {
  const ten = seeds('lab3').of('raft', 'figure-8', 10);
  expect(seeds('lab3', SECRET.toUpperCase()).of('raft', 'figure-8', 10)).toEqual(ten);
  expect(seeds('lab3').of('raft', 'figure-8', 4)).toEqual(ten.slice(0, 4));
  expect(new Set(ten).size).toBe(10);
  expect(ten.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  // Pinned: a class that was committed to them must be graded with them by a later version too.
  expect(ten.slice(0, 2)).toMatchInlineSnapshot(`
    [
      238856763379139,
      175263568281271,
    ]
  `);
});

test('another secret, assignment, lab or scenario gives other seeds', () => {
  const lists = [
    seeds('lab3').of('raft', 'a', 20),
    seeds('lab4').of('raft', 'a', 20),
    seeds('lab3').of('kvraft', 'a', 20),
    seeds('lab3').of('raft', 'b', 20),
    seeds('lab3', SECRET.replace('00', '01')).of('raft', 'a', 20),
  ];
  expect(new Set(lists.flat()).size).toBe(100);
});

test.each(['', 'secret', SECRET.slice(2), `${SECRET}0`])('%j is no secret', (secret) => {
  expect(() => seeds('lab3', secret)).toThrow(/a secret is an even number of at least 32/);
});

test('what is revealed after the deadline has the digest that was published before it, and the seeds', () => {
  const course = { ...NO_COURSE, assignment: 'lab3', parts: ['3A'], seeds: 2 };
  const plan = makePlan(course, labs, seeds('lab3'));
  const text = revealSeeds(seeds('lab3'), 'lab3', plan.labs);
  const commitment = createHash('sha256').update(text).digest('hex');
  expect(plan.seeds).toEqual({ kind: 'hidden', commitment });
  expect(commitTo(text)).toBe(commitment);
  const revealed = JSON.parse(text) as { assignment: string; scenarios: unknown[] };
  const [scenario] = plan.labs[0]?.scenarios ?? [];
  expect(revealed.assignment).toBe('lab3');
  expect(revealed.scenarios[0]).toEqual({
    lab: 'raft',
    scenario: scenario?.id,
    seeds: scenario?.seeds,
  });
  expect(text).not.toContain(SECRET);
});

test('without a secret the seeds are those that students run', () => {
  const plan = makePlan({ ...NO_COURSE, seeds: 3 }, labs, null);
  const all = plan.labs.flatMap(({ scenarios }) => scenarios.map((each) => each.seeds));
  expect(new Set(all.map((each) => each.join()))).toEqual(new Set(['1,2,3']));
});
