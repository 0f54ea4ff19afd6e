import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { serverContract } from '../../../harness/sim/server-contract.fixture.ts';
import { compileSubmission } from '../../compile/compile.ts';
import { Child } from './child.ts';
import { ChildServers, housingIn } from './child-servers.ts';
import { bareCommand } from './confinement.ts';
import { ASK } from './messages.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-child-'));
let submissions = 0;
const contract = { methods: [], callbacks: [], probe: null };
const LAB = {
  id: 'raft',
  modules: { server: ['server.ts'] },
  programs: { server: { source: 'submission:server', contract } },
};
const children: Child[] = [];
afterAll(() => {
  for (const child of children) child.kill();
  rmSync(scratch, { recursive: true });
});

serverContract('a child', async (source) => {
  const folder = join(scratch, String(submissions++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'server.ts'), source);
  const submission = await compileSubmission(folder, LAB);
  const child = new Child(bareCommand(), submission);
  children.push(child);
  child.ask(ASK.begin, (out) => {
    out.number(1);
    out.number(0);
  });
  return new ChildServers(submission, housingIn(child));
});
