import type { Edit } from '../../run/mutant.ts';
import { server, type Mutant } from './mutant.ts';

/** A service that counts a lease from when an operation was submitted that has been committed since. */
export function leaseOfOperations(leaseMs: number): Mutant['edits'] {
  const reads = `this.rsm.raft.getState().isLeader && Date.now() - this.leaseMs < ${leaseMs}`;
  const submitted = '    const submittedMs = Date.now();\n';
  return {
    reference: [
      field('ReplicatedStateMachine'),
      server(
        '    this.rsm = new ReplicatedStateMachine(node, new KeyValueStore(), options);',
        '    this.store = new KeyValueStore();\n    this.rsm = new ReplicatedStateMachine(node, this.store, options);',
      ),
      server('  constructor(', '  private readonly store: KeyValueStore;\n\n  constructor('),
      server(
        "    return this.submit<GetResult>({ kind: 'get', ...args });",
        `    if (${reads}) return this.store.doOp({ kind: 'get', ...args }) as unknown as GetReply;\n    return this.submit<GetResult>({ kind: 'get', ...args });`,
      ),
      server(
        '    const result = await this.rsm.submit({ ...op });\n',
        `${submitted}    const result = await this.rsm.submit({ ...op });\n    if (result.err === 'OK') this.leaseMs = Math.max(this.leaseMs, submittedMs);\n`,
      ),
    ],
    polling: [
      field('PollingRsm'),
      server(
        "    const done = await this.rsm.submit(['get', key]);\n",
        `    if (${reads}) return this.doOp(['get', key]) as unknown as GetReply;\n${submitted}    const done = await this.rsm.submit(['get', key]);\n    if (done.err === 'OK') this.leaseMs = Math.max(this.leaseMs, submittedMs);\n`,
      ),
      server(
        "    const done = await this.rsm.submit(['put', key, value, version]);\n",
        `${submitted}    const done = await this.rsm.submit(['put', key, value, version]);\n    if (done.err === 'OK') this.leaseMs = Math.max(this.leaseMs, submittedMs);\n`,
      ),
    ],
    'exactly-once': [
      field('QueueRsm'),
      server(
        '    const result = await this.rsm.submit({ get: args.key });\n',
        `    if (${reads}) return this.machine.doOp({ get: args.key }) as unknown as GetReply;\n${submitted}    const result = await this.rsm.submit({ get: args.key });\n    if (result.err === 'OK') this.leaseMs = Math.max(this.leaseMs, submittedMs);\n`,
      ),
      server(
        '    const result = await this.rsm.submit({ put: { ...args } });\n',
        `${submitted}    const result = await this.rsm.submit({ put: { ...args } });\n    if (result.err === 'OK') this.leaseMs = Math.max(this.leaseMs, submittedMs);\n`,
      ),
    ],
  };
}

function field(rsmType: string): Edit {
  const rsm = `  readonly rsm: ${rsmType};\n`;
  return server(rsm, `${rsm}  private leaseMs = -Infinity;\n`);
}
