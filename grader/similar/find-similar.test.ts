import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { TEMPLATE, writeWorkspace } from '../calibration/run/workspace.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { demandDolos, findSimilar } from './find-similar.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-similar-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const missing = whatIsMissing();

function whatIsMissing(): string | null {
  try {
    demandDolos();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The Raft of a style as somebody's submission. */
function raft(name: string, style: string, change = (text: string) => text): HandedIn {
  const whole = join(scratch, 'whole', name);
  writeWorkspace(whole, style);
  const text = readFileSync(join(whole, 'src/raft/raft.ts'), 'utf8');
  return handedIn(name, change(text));
}

function handedIn(name: string, text: string): HandedIn {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), text);
  return { name, from: name, submittedAt: null, content: { kind: 'folder', folder } };
}

test('who asks for similar code without Dolos is told how to get it', ({ skip }) => {
  if (missing === null) skip('Dolos is installed');
  expect(missing).toContain('npm install --no-save @dodona/dolos-lib');
});

beforeEach(({ task, skip }) => {
  // It compiles for minutes, so machines that test this project need not have it.
  if (missing !== null && task.name.startsWith('Dolos')) skip(missing);
});

function renamed(text: string): string {
  return text.replaceAll('currentTerm', 'era').replaceAll('commitIndex', 'settled');
}

test('Dolos finds variants of one solution, and neither solutions written apart nor the template', () => {
  const template = readFileSync(join(TEMPLATE, 'src/raft/raft.ts'), 'utf8');
  const pairs = findSimilar([
    raft('ann', 'reference'),
    raft('bob', 'ticker'),
    raft('cat', 'inbox'),
    raft('dan', 'reference', renamed),
    handedIn('eve', template),
    handedIn('fay', template),
    { name: 'gus', from: 'gus', submittedAt: null, content: { kind: 'unusable', reason: '' } },
  ]);
  expect(pairs.map(({ names }) => names)).toEqual([['ann', 'dan']]);
  expect(pairs[0]?.similarity).toBeGreaterThan(0.9);
});
