import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { prepareRun, type RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { serverProcesses } from '../../harness/sim/process.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { wait } from '../../harness/vocabulary/script.ts';
import { lab } from '../../labs/raft/lab.ts';
import { compileSubmission } from '../compile/compile.ts';
import type { OpenRealm, Realm } from './realm.ts';

const REFERENCE = fileURLToPath(new URL('../calibration/reference', import.meta.url));
/** A loop without end is noticed after 5 s, and after many times that on a busy machine. */
const ENDLESS_MS = 180_000;

/** A Raft that never elects anyone, with these members in place of its own. */
function raftWith(members: string): string {
  return `
export default class Raft extends class {
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
} {
${members}
}
`;
}

/** A lab of one server that keeps records, crashes between two of its writes and then loses its disk. */
function recordsLab(): { readonly lab: Lab; readonly scenario: Scenario } {
  const [first] = lab.scenarios;
  if (first === undefined) throw new Error('the lab has no scenario');
  const contract = { methods: [], callbacks: [], probe: null, store: 'records' } as const;
  const programs = { server: { source: 'submission:raft', contract } };
  const scenario: Scenario = {
    ...first,
    processes: serverProcesses(1),
    *script(sim) {
      let writes = 0;
      sim.observe({ effect: (_server, { kind }) => kind === 'write' && ++writes === 2 });
      yield* wait(10);
      sim.inject({ kind: 'restart', server: 0 });
      yield* wait(10);
      sim.inject({ kind: 'crash', server: 0 });
      sim.inject({ kind: 'lose-disk', server: 0 });
      sim.inject({ kind: 'restart', server: 0 });
      yield* wait(10);
    },
  };
  return { lab: { ...lab, programs, scenarios: [scenario] }, scenario };
}

const RECORDS_SERVER = `
export default class {
  constructor({ store, log }) {
    log(store.keys().map((key) => [key, store.get(key)]), store.bytes);
    setTimeout(() => {
      store.write({ a: { n: 1 }, b: 'x' });
      store.write({ b: undefined, c: 'ü' });
      store.write({ a: 'never' });
    }, 1);
  }
}`;

/** What any realm must do. */
export function realmContract(name: string, openRealm: OpenRealm): void {
  const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-realm-'));
  let submissions = 0;
  // A student's unhandled rejection is what some of these tests are about; vitest would count it as its own.
  const listeners = process.listeners('unhandledRejection');
  beforeAll(() => void process.removeAllListeners('unhandledRejection'));
  afterAll(() => {
    for (const listener of listeners) process.on('unhandledRejection', listener);
    rmSync(scratch, { recursive: true });
  });

  const realms: Realm[] = [];
  const open = async (folder: string, of: Lab): Promise<Realm> => {
    const realm = openRealm(await compileSubmission(folder, of));
    realms.push(realm);
    return realm;
  };
  afterEach(() => {
    for (const realm of realms.splice(0)) realm.close();
  });

  const play = async (folder: string, seed = 1): Promise<RunResult> => {
    const [scenario] = lab.scenarios;
    if (scenario === undefined) throw new Error('the lab has no scenario');
    const realm = await open(folder, lab);
    const run = await realm.play((factory) => prepareRun({ lab, scenario, factory, seed }));
    return run.result();
  };
  const playClass = (members: string): Promise<RunResult> => {
    const folder = join(scratch, String(submissions++));
    mkdirSync(join(folder, 'src/raft'), { recursive: true });
    writeFileSync(join(folder, 'src/raft/raft.ts'), raftWith(members));
    return play(folder);
  };

  describe(`${name}: a realm`, () => {
    test('plays a run to its end, and the same one again', async () => {
      const first = await play(REFERENCE);
      expect(first.verdict).toEqual({ kind: 'passed' });
      expect(await play(REFERENCE)).toEqual(first);
    });

    test('plays one run after another, which share nothing', async () => {
      const [scenario] = lab.scenarios;
      if (scenario === undefined) throw new Error('the lab has no scenario');
      const realm = await open(REFERENCE, lab);
      const hashes: string[] = [];
      for (const seed of [1, 2, 1]) {
        const run = await realm.play((factory) => prepareRun({ lab, scenario, factory, seed }));
        hashes.push(run.result().traceHash);
      }
      expect(hashes[2]).toBe(hashes[0]);
      expect(hashes[1]).not.toBe(hashes[0]);
    });

    test('brings records back after a crash, as far as they were written', async () => {
      const records = recordsLab();
      const folder = join(scratch, String(submissions++));
      mkdirSync(join(folder, 'src/raft'), { recursive: true });
      writeFileSync(join(folder, 'src/raft/raft.ts'), RECORDS_SERVER);
      const realm = await open(folder, records.lab);
      let logged: string[] = [];
      const run = await realm.play((factory) => {
        logged = [];
        const record = (event: TraceEvent): void => {
          if (event.kind === 'effect' && event.effect.kind === 'log')
            logged.push(event.effect.text);
        };
        return prepareRun({ ...records, factory, seed: 1, record });
      });
      expect(run.result().verdict).toEqual({ kind: 'passed' });
      expect(logged).toEqual(['[] 0', "[ [ 'a', { n: 1 } ], [ 'c', 'ü' ] ] 13", '[] 0']);
    });

    test('blames a rejection that nobody handles on the process and the event that it came from', async () => {
      const { verdict } = await playClass(`
    constructor(node) {
      super();
      setTimeout(() => { if (node.me === 1) void this.tick(); }, 20);
    }
    async tick() {
      await null;
      throw new TypeError('floating');
    }`);
      expect(verdict).toMatchObject({
        kind: 'crashed',
        server: 1,
        message: 'unhandled rejection: TypeError: floating',
        stack: expect.stringContaining('src/raft/raft.ts:14'),
        atUs: 20_000,
      });
    });

    test.each([
      ['a loop', 'for (;;);'],
      ['a chain of microtasks', 'const spin = async () => { for (;;) await null; }; void spin();'],
    ])(
      'ends %s that has no end, and names the process',
      async (_what, body) => {
        const { verdict } = await playClass(`constructor(node) {
          super();
          setTimeout(() => { if (node.me === 2) { ${body} } }, 5);
        }`);
        expect(verdict).toMatchObject({
          kind: 'overrun',
          message: expect.stringContaining('server 2 did not return'),
        });
      },
      ENDLESS_MS,
    );
  });
}
