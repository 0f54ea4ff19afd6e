import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { serverContract } from '../../../harness/sim/server-contract.fixture.ts';
import { compileSubmission } from '../../compile/compile.ts';
import { Lodging } from './lodging.ts';
import { PracticeServers } from './practice-servers.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-realm-'));
let submissions = 0;
const contract = { methods: [], callbacks: [], probe: null };
const LAB = {
  id: 'raft',
  modules: { server: ['server.ts'] },
  programs: { server: { source: 'submission:server', contract } },
};
afterAll(() => rmSync(scratch, { recursive: true }));

serverContract('practice', async (source) => {
  const folder = join(scratch, String(submissions++));
  mkdirSync(folder);
  writeFileSync(join(folder, 'server.ts'), source);
  const submission = await compileSubmission(folder, LAB);
  return new PracticeServers(submission, new Lodging(submission, 'always').realm);
});
