import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { prepareRun, type RunResult } from '../../../harness/scenario/run.ts';
import { lab } from '../../../labs/raft/lab.ts';
import type { Command } from './child.ts';
import { ChildRealm } from './child-realm.ts';

const LIAR = fileURLToPath(new URL('./lies.fixture.js', import.meta.url));
const submission = {
  code: '',
  map: '{}',
  bridge: { realm: '', incarnation: '' },
  folder: '/',
  digest: '',
  sourceDigest: '',
  withReference: [],
};
const realms: ChildRealm[] = [];
afterAll(() => {
  for (const realm of realms) realm.close();
});

function play(how: string): Promise<RunResult> {
  return playWith([process.execPath, LIAR, how]);
}

async function playWith(command: Command): Promise<RunResult> {
  const [scenario] = lab.scenarios;
  if (scenario === undefined) throw new Error('the lab has no scenario');
  const realm = new ChildRealm(submission, 'when-touched', command);
  realms.push(realm);
  const run = await realm.play((factory) => prepareRun({ lab, scenario, factory, seed: 1 }));
  return run.result();
}

test.each([
  [['/nowhere/node'], 'cannot start /nowhere/node: is it installed?'],
  [['false'], 'a child did not start with false: it is gone'],
  [['echo', 'hello'], 'a child did not start with echo: '],
] as const)("a child that does not start is nobody's fault: %s", async (command, message) => {
  await expect(playWith(command)).rejects.toThrow(message);
});

test.each([
  ['dies', 'server 2 did not return: the process of the servers died (exit code 3)'],
  ['aborts', 'server 2 did not return: the process of the servers died (SIGABRT)'],
])('a child that %s ends the run', async (how, message) => {
  const { verdict } = await play(how);
  expect(verdict).toMatchObject({ kind: 'overrun', message: expect.stringContaining(message) });
});

test.each(['sleeps', 'says half a frame', 'leaves somebody behind who holds its pipes'])(
  'a child that %s is not waited for',
  async (how) => {
    const { verdict } = await play(how);
    const message = 'server 2 did not return, and its process slept for 5 s';
    expect(verdict).toMatchObject({ kind: 'overrun', message });
  },
);

test('a child that is stopped for longer than it may sleep goes on when it is let', async () => {
  const { verdict } = await play('is stopped for longer than it may sleep');
  // Its servers do nothing at all, so there is never a leader.
  expect(verdict.kind).toBe('stalled');
});

test.each([
  ['says zeros', 'a frame says that it has 0 bytes'],
  ['says ones', 'a frame says that it has NaN bytes'],
  ['says too much', 'a frame of 1099511627776 bytes'],
  ['says two frames', '40 bytes came after the end of a frame'],
  ['answers another question', 'it was asked 4, and answered 6'],
  ['says more than it was asked', 'a frame has 1 numbers and letters more than it may'],
  ['returns what nobody called', 'it returned from the call 5, which it was not in'],
])('a child that %s ends the run, and no more is asked of it', async (how, what) => {
  const { verdict } = await play(how);
  const message = `its process answered what no server may: ${what}`;
  expect(verdict).toMatchObject({
    kind: 'crashed',
    server: 2,
    message: expect.stringContaining(message),
  });
});
