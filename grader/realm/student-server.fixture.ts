import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import type { Boot, Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { compileSubmission } from '../compile/compile.ts';
import { parseScripts, VmRealm } from './vm-realm.ts';
import { VmServer } from './vm-server.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-vm-'));
let submissions = 0;
afterAll(() => rmSync(scratch, { recursive: true }));

const contract = { methods: ['run'], callbacks: ['apply'], probe: 'state' };
const LAB = {
  id: 'raft',
  modules: { server: ['server.ts'] },
  programs: { server: { source: 'submission:server', contract } },
};
const BOOT: Boot = {
  program: 'server',
  name: 'server-0',
  me: 0,
  peers: [0, 1],
  names: ['server-0', 'server-1'],
  options: '{"limit":[5]}',
  contract,
  randomSeed: 7,
  state: '{"saved":[1]}',
  snapshot: null,
  records: [],
};

/** A server that runs: what a step comes to. */
export type Step = (event: ServerEvent) => readonly Effect[];

/** Starts servers whose `run` has this body, all in one realm; `before` stands before the class. */
export async function serversWith(body: string, before = ''): Promise<() => Step> {
  const folder = join(scratch, String(submissions++));
  mkdirSync(folder);
  const text = `${before}
export default class {
  constructor(node, apply) { this.node = node; this.apply = apply; }
  state() { return null; }
  ping(args) { return args; }
  run(...args) {
    const { node, apply } = this;
    ${body}
  }
}`;
  writeFileSync(join(folder, 'server.ts'), text);
  const submission = await compileSubmission(folder, LAB);
  const realm = new VmRealm(parseScripts(submission));
  return () => {
    const server = new VmServer(BOOT, realm, submission, () => {});
    server.step({ kind: 'boot' }, 0);
    return (event) => server.step(event, 1_000_000);
  };
}

/** Calls `run` with these arguments. */
export function runWith(...args: readonly unknown[]): ServerEvent {
  return { kind: 'invoke', invocation: 1, method: 'run', args: JSON.stringify(args) };
}
