import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Compiler } from '../../compile/compiler.ts';
import { compileSubmission } from '../../compile/compile.ts';
import { ChildRealm } from '../../realm/child/child-realm.ts';
import { confinement } from '../../realm/child/confinement.ts';
import { SILENT_MS } from '../../realm/child/patience.ts';
import { heapBytes } from '../../realm/practice/heap.ts';
import { openPracticeRealm } from '../../realm/practice/practice-realm.ts';
import type { OpenRealm } from '../../realm/realm.ts';
import { findLabs } from '../../labs/find-labs.ts';
import { compileStyle } from '../run/workspace.ts';
import { CHEATS } from './all.ts';
import { LOOT, type Cheat, type End } from './cheat.ts';
import { FILES } from './files.ts';
import { handIn, playAll, playCheat, type Outcome, type Way } from './play-cheat.ts';

/*
 * Each cheat is graded as submissions are: its files are taken in and compiled, and its servers run in a child with all
 * the confinement that this machine can do. `CHEATS=all` plays those, too, that take their whole limit of time.
 */

const { command, layers } = confinement();
const inChild: OpenRealm = (submission) => new ChildRealm(submission, 'always', command);
const inPractice: OpenRealm = (submission) => openPracticeRealm(submission, 'always');

/** What no cheat may read: in a file, and in the environment. */
const SECRET = `secret-${Math.random().toString(36).slice(2)}`;
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-cheats-'));
const canary = join(scratch, 'canary.json');
let folders = 0;

// A student's unhandled rejection is what some of these are about; vitest would count it as its own.
const listeners = process.listeners('unhandledRejection');
beforeAll(() => {
  process.removeAllListeners('unhandledRejection');
  process.env['SPLITBRAIN_CANARY'] = SECRET;
  writeFileSync(canary, SECRET);
});
afterAll(() => {
  for (const listener of listeners) process.on('unhandledRejection', listener);
  expect(readFileSync(canary, 'utf8')).toBe(SECRET);
  rmSync(scratch, { recursive: true });
});

const labs = await findLabs();
const labOf = ({ lab }: Cheat): Way['lab'] => {
  const found = labs.find(({ id }) => id === lab);
  if (found === undefined) throw new Error(`there is no lab ${lab}`);
  return found;
};

function isPlayed({ isSlow, needsLimits }: Cheat): boolean {
  if (needsLimits && !layers.has('limits')) return false;
  return !isSlow || process.env['CHEATS'] === 'all';
}

function scenariosOf(end: End): readonly string[] {
  if (end.kind === 'passes') return end.in;
  return end.kind === 'fails' ? Object.keys(end.in) : [];
}

async function grade(cheat: Cheat, way: Omit<Way, 'lab'>): Promise<Outcome> {
  const folder = join(scratch, String(folders++));
  const handedIn = join(folder, 'in');
  mkdirSync(handedIn, { recursive: true });
  handIn(cheat, handedIn, canary);
  const before = readdirSync(handedIn, { recursive: true });
  const ids = scenariosOf(cheat.comesTo);
  const outcome = await playCheat(handedIn, join(folder, 'out'), ids, {
    ...way,
    lab: labOf(cheat),
  });
  expect(readdirSync(handedIn, { recursive: true })).toEqual(before);
  rmSync(folder, { recursive: true });
  return outcome;
}

/** The right verdict, in time, and nothing got hold of. */
function expectToComeTo(outcome: Outcome, end: End): void {
  expect(JSON.stringify(outcome)).not.toContain(SECRET);
  if (outcome.kind !== 'played') {
    expect(outcome).toEqual({ kind: end.kind, words: expect.stringContaining(wordsOf(end)) });
    return;
  }
  expect(outcome.played.map(({ scenario }) => scenario)).toEqual(scenariosOf(end));
  expect(outcome.played).not.toEqual([]);
  for (const { scenario, result, log, wallMs } of outcome.played) {
    expect(log.filter((line) => line.startsWith(LOOT))).toEqual([]);
    expect(wallMs).toBeLessThan(SILENT_MS + 2_000);
    const [kind, words = ''] = end.kind === 'fails' ? (end.in[scenario] ?? ['passed']) : ['passed'];
    expect({ scenario, ...result.verdict }).toMatchObject({ scenario, kind });
    expect(JSON.stringify(result.verdict)).toContain(words);
  }
}

function wordsOf(end: End): string {
  return 'words' in end ? end.words : '';
}

test('there are 60 and more, over all labs, each of a name', () => {
  const all = [...CHEATS, ...FILES];
  expect(all.length).toBeGreaterThanOrEqual(60);
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  expect([...new Set(all.map(({ lab }) => lab))].toSorted()).toEqual(
    labs.map(({ id }) => id).toSorted(),
  );
});

describe.each(labs)('Lab $number', (lab) => {
  const cheats = CHEATS.filter((cheat) => cheat.lab === lab.id && isPlayed(cheat));
  const ids = [...new Set(cheats.flatMap(({ comesTo }) => scenariosOf(comesTo)))].filter(
    (id) => !id.startsWith('memory-'),
  );
  const neighbour = async () => {
    const played = await playAll(lab, ids, await compileStyle(lab, 'reference'), inChild);
    return played.map(({ scenario, result }) => ({ scenario, result }));
  };
  let alone: Awaited<ReturnType<typeof neighbour>> = [];
  let heldBytes = 0;
  beforeAll(async () => {
    alone = await neighbour();
    heldBytes = heapBytes();
  }, 300_000);

  test.each(cheats)('$name: $sentence', async (cheat) => {
    const graded = await grade(cheat, { compile: compileSubmission, openRealm: inChild });
    expectToComeTo(graded, cheat.comesTo);
    if (cheat.isGradedOnly) return;
    const practice = await grade(cheat, { compile: compileSubmission, openRealm: inPractice });
    expect(withoutTimes(practice)).toEqual(withoutTimes(graded));
  });

  test('the reference gets the same points for the same traces beside all of them', async () => {
    expect(alone.map(({ result }) => result.verdict.kind)).toEqual(ids.map(() => 'passed'));
    expect(await neighbour()).toEqual(alone);
    expect(heapBytes() - heldBytes).toBeLessThan(100_000_000);
  });
});

function withoutTimes(outcome: Outcome): unknown {
  if (outcome.kind !== 'played') return outcome;
  return outcome.played.map(({ scenario, result, log }) => ({ scenario, result, log }));
}

describe('on the way from a file', () => {
  const compiler = new Compiler();
  afterAll(() => compiler.close());
  const compileApart: Way['compile'] = (folder, { id }) =>
    compiler.compile({ folder, lab: id, withReference: [] });
  test.each(FILES.filter(isPlayed))('$name: $sentence', async (cheat) => {
    const way = { compile: compileApart, openRealm: inChild };
    expectToComeTo(await grade(cheat, way), cheat.comesTo);
  });
});
