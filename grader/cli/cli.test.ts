import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, test } from 'vitest';
import { calibration } from '../calibration/mutants/raft/calibration.ts';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { misfits } from '../schemas/misfits.fixture.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const REFERENCE = join(ROOT, 'grader/calibration/reference');
/** A spawn takes 1 to 2 s; on a busy machine twenty times that. */
const PATIENCE_MS = 240_000;

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-cli-'));
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `splitbrain` in `folder` as a user does; `onOut` sees what it has printed so far, and may send a signal. */
function splitbrain(
  folder: string,
  args: readonly string[],
  onOut: (out: string, signal: (name: NodeJS.Signals) => void) => void = () => undefined,
  more: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const env = { ...process.env, ...more, NO_COLOR: '1', npm_execpath: undefined };
  const bin = join(ROOT, 'grader/bin.js');
  const child = spawn(process.execPath, [bin, ...args], { cwd: folder, env });
  const texts = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    texts.out += String(data);
    onOut(texts.out, (name) => child.kill(name));
  });
  child.stderr.on('data', (data) => (texts.err += String(data)));
  return new Promise((resolve) => {
    child.on('close', (code) => resolve({ code, ...texts }));
  });
}

let folders = 0;

/** A workspace with these files, whose name tells it apart from the others. */
function workspace(files: Readonly<Record<string, string>> = {}): string {
  const folder = join(scratch, `workspace-${folders++}`);
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** What does not change from run to run and from machine to machine. */
const steady = (text: string): string =>
  text
    .replaceAll(scratch, '/scratch')
    .replaceAll(/workspace-\d+/g, 'workspace')
    .replaceAll(/node \S*bin\.js/g, 'splitbrain')
    .replaceAll(/in [\d.]+ s\./g, 'in # s.')
    .replaceAll(/\d+ process(?:es)?/g, '# processes')
    .replaceAll(/trace [\da-f]{16}/g, 'trace #');

const THROWS = `export default class Raft {
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
  constructor() { this.begin(); }
  begin() { throw new Error('not today'); }
}
`;

describe.concurrent('what could not run ends with 2 and says why', () => {
  const bad: [string[], string][] = [
    [['test', '9Z'], "no lab or part '9Z'; there are mapreduce, 1A"],
    [['test', '3A', '--scenario', 'nope'], "no scenario 'nope' in 3A; there are initial-election,"],
    [['test', '3A', '--seed', '1.5'], "--seed takes a whole number of at least 0; got '1.5'"],
    [['test', '--seeds', '3', '--seed', '1'], 'give --seed for one seed or --seeds for many'],
    [['test', '--nope'], "unknown option '--nope'"],
    [['replay', 'none.json'], 'cannot read the failure file: ENOENT'],
    [['show', '2C', 'nope'], "2C has no exhibit 'nope'; there are put-again"],
    [['grade', 'nobody'], 'there is no nobody; give folders that hold submissions'],
    [['calibrate', 'raft', '--style', 'x'], "no style 'x'; there are reference,"],
    [['diff', 'none.json', 'none.json'], 'cannot read none.json: ENOENT'],
    [['report', 'autolap', 'class.json'], 'Did you mean autolab?'],
  ];
  test.each(bad)(
    '%j',
    async (args, words) => {
      const { code, out, err } = await splitbrain(scratch, args);
      if (code !== 2 || out !== '' || !err.includes(words)) {
        throw new Error(`exit code ${code}, printed ${out}${err}`);
      }
    },
    PATIENCE_MS,
  );

  test(
    'a missing folder',
    async ({ expect }) => {
      const { code, err } = await splitbrain(scratch, ['test', '--submission', 'none']);
      expect({ code, err: steady(err) }).toMatchInlineSnapshot(`
        {
          "code": 2,
          "err": "there is no folder /scratch/none
        ",
        }
      `);
    },
    PATIENCE_MS,
  );

  test(
    'an empty folder',
    async ({ expect }) => {
      const { code, err } = await splitbrain(workspace(), ['test', '3A']);
      expect(code).toBe(2);
      expect(err).toContain('no src/raft/raft.ts or ');
    },
    PATIENCE_MS,
  );

  test(
    'what does not compile, with file, line and message, as JSON too',
    async ({ expect }) => {
      const folder = workspace({
        'src/raft/raft.ts': 'export default class {\n  start() { return (1; }\n}\n',
      });
      const { code, out, err } = await splitbrain(folder, ['test', '3A', '--json']);
      expect({ code, err, out }).toMatchInlineSnapshot(`
        {
          "code": 2,
          "err": "src/raft/raft.ts:2:22: Expected ")" but found ";"
            start() { return (1; }
        ",
          "out": "{"version":1,"passed":false,"error":"src/raft/raft.ts:2:22: Expected \\")\\" but found \\";\\"\\n    start() { return (1; }"}
        ",
        }
      `);
    },
    PATIENCE_MS,
  );

  test(
    'an import of a module of Node',
    async ({ expect }) => {
      const folder = workspace({
        'raft.ts': "import { readFileSync } from 'node:fs';\nexport default readFileSync;\n",
      });
      const { code, err } = await splitbrain(folder, ['test', '3A']);
      expect({ code, err }).toMatchInlineSnapshot(`
        {
          "code": 2,
          "err": "raft.ts:1:30: a submission may import its own files and 'splitbrain/<lab>', not 'node:fs'
            import { readFileSync } from 'node:fs';
        ",
        }
      `);
    },
    PATIENCE_MS,
  );

  test(
    'a damaged failure file',
    async ({ expect }) => {
      const folder = workspace({ 'a.json': '{"format": 2, "lab"' });
      const { code, err } = await splitbrain(folder, ['replay', 'a.json']);
      expect(code).toBe(2);
      expect(err).toContain('a.json is damaged: ');
      expect(err).toContain('Run the test again to save it anew');
    },
    PATIENCE_MS,
  );

  test(
    'a failure file of another version',
    async ({ expect }) => {
      const folder = workspace({ 'a.json': '{"format": 99}' });
      const { code, err } = await splitbrain(folder, ['replay', 'a.json']);
      expect({ code, err }).toMatchInlineSnapshot(`
        {
          "code": 2,
          "err": "a.json has 99 format; this version reads format 2. Run the test again to save it anew
        ",
        }
      `);
    },
    PATIENCE_MS,
  );
});

const ONE = ['3A', '--scenario', 'initial-election'];

test(
  'an exhibit has wrong lines, a question, a run and an answer',
  async ({ expect }) => {
    const { code, out } = await splitbrain(workspace(), ['show', 'kvserver', 'put-again']);
    const places = [
      '2C  a put that is sent again',
      'async put(key: string',
      'What can its caller',
      'Broken promise:',
      'ErrVersion tells',
      'replay .splitbrain/failures/lost-messages-6.json --smallest',
    ].map((text) => out.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(code).toBe(0);
  },
  PATIENCE_MS,
);

describe.concurrent('test, replay and grade', () => {
  test(
    'a failure is explained, and its last line replays it',
    async ({ expect }) => {
      const folder = workspace({ 'src/raft/raft.ts': THROWS });
      const failed = await splitbrain(folder, ['test', ...ONE, '--seeds', '2']);
      expect(`exit code ${failed.code}\n${steady(failed.out)}`).toMatchInlineSnapshot(`
        "exit code 1
        Lab 3A  Raft: leader election                    1 scenario, 2 runs, # processes
                scenario                                          id   passed  simulated
          FAIL  initial election                    initial-election      0/2      0.0 s
                  2 seeds: Error: not today

        FAIL  initial election, seed 1
              A majority that is connected elects a leader within 5 s, and keeps it
              while nothing fails.

          Server 0 failed at 0.000 s: Error: not today

          your code: src/raft/raft.ts:6:19 in Raft.begin
            called at src/raft/raft.ts:5:24 in new Raft

              time  server 0             server 1             server 2
             0.000  starts, FAILS  <== here

        0/1 points. 0.0 s simulated in # s.

        Replay this run:
          splitbrain replay .splitbrain/failures/initial-election-1.json
        "
      `);
      const args = failed.out.trim().split('\n').at(-1)?.trim().split(' ').slice(2) ?? [];
      const again = await splitbrain(folder, args);
      expect(`exit code ${again.code}\n${steady(again.out)}`).toMatchInlineSnapshot(`
        "exit code 1
        FAIL  initial election, seed 1

          Server 0 failed at 0.000 s: Error: not today

          your code: src/raft/raft.ts:6:19 in Raft.begin
            called at src/raft/raft.ts:5:24 in new Raft

              time  server 0             server 1             server 2
             0.000  starts, FAILS  <== here

        The same run as before, byte for byte: trace #.
        "
      `);
      const other = await splitbrain(folder, [...args, '--submission', REFERENCE, '--lines', '3']);
      expect(`exit code ${other.code}\n${steady(other.out)}`).toMatchInlineSnapshot(`
        "exit code 0
        ok    initial election, seed 1

          passed

              time  server 0             server 1             server 2
             0.700                       requestVote t1 ----> saves, grants vote, term 1
             0.701  saves grants t1 <--- requestVote, term 1
             0.703                       LEADER t1 <--------- yes, in term 1

        The code has changed since this failure was saved, and it passes now. The run is a different one: trace #.
        "
      `);
    },
    PATIENCE_MS,
  );

  test(
    'the smallest schedule is told, saved, and played again',
    async ({ expect }) => {
      const folder = workspace();
      const mutant = calibration.mutants.find(({ name }) => name === 'term-not-saved');
      writeWorkspace(folder, 'reference', mutant?.edits['reference']);
      const args = ['test', '3C', '--scenario', 'two-candidates', '--seeds', '1'];
      const failed = await splitbrain(folder, args);
      const head = failed.out.indexOf('  The smallest schedule');
      expect(failed.out.slice(head, failed.out.indexOf('time', head)).trim())
        .toMatchInlineSnapshot(`
        "The smallest schedule found that still breaks it (1 of 35 steps):
            0.805 s  server 1 crashes and restarts at once"
      `);
      const file = '.splitbrain/failures/two-candidates-1.json';
      const [small, whole] = failed.out.trim().split('\n').slice(-2);
      expect(small).toContain(`replay ${file} --smallest`);
      expect(whole?.endsWith(`replay ${file}`)).toBe(true);
      for (const [option, words] of [
        ['--smallest', 'The same run of this schedule as before, byte for byte'],
        ['--json', '"same":true'],
      ] as const) {
        const { code, out } = await splitbrain(folder, ['replay', file, option]);
        expect(code).toBe(1);
        expect(out).toContain(words);
      }
    },
    PATIENCE_MS,
  );

  test(
    'a failure file without a smaller schedule says so',
    async ({ expect }) => {
      const failure = { lab: 'raft', scenario: 'initial-election', seed: 1, submission: REFERENCE };
      const saved = { format: 2, version: '', digest: '', traceHash: '0', ...failure };
      const folder = workspace({ 'a.json': JSON.stringify(saved) });
      const { code, err } = await splitbrain(folder, ['replay', 'a.json', '--smallest']);
      expect({ code, err }).toMatchInlineSnapshot(`
        {
          "code": 2,
          "err": "a.json holds no smaller schedule; leave --smallest out to replay it
        ",
        }
      `);
    },
    PATIENCE_MS,
  );

  test(
    'a pass says what comes next',
    async ({ expect }) => {
      // NO_COLOR holds against a colour that somebody else asked for.
      const forced = { FORCE_COLOR: '1' };
      const args = ['test', ...ONE, '--seeds', '2'];
      const { code, out } = await splitbrain(REFERENCE, args, undefined, forced);
      expect(`exit code ${code}\n${steady(out)}`).toMatchInlineSnapshot(`
        "exit code 0
        Lab 3A  Raft: leader election                    1 scenario, 2 runs, # processes
                scenario                                          id   passed  simulated
          ok    initial election                    initial-election      2/2      3.3 s

        The scenario passed: 1/1 points. 6.5 s simulated in # s.
        Next: npx splitbrain test 3A
        "
      `);
    },
    PATIENCE_MS,
  );

  test.for(['SIGINT', 'SIGTERM'] as const)(
    '%s prints and saves what is finished',
    { timeout: PATIENCE_MS },
    async (name, { expect }) => {
      const folder = workspace({ 'src/raft/raft.ts': THROWS });
      let isInterrupted = false;
      const { code, out } = await splitbrain(
        folder,
        ['test', 'raft', '--seeds', '60', '--jobs', '1'],
        (soFar, signal) => {
          // A second one would end the process at once.
          if (!isInterrupted && soFar.includes('initial election')) signal(name);
          isInterrupted ||= soFar.includes('initial election');
        },
      );
      expect(code).toBe(1);
      expect(out).toMatch(
        /Interrupted: \d+ of \d+ scenarios have a verdict; the failures so far are saved/,
      );
      expect(out.trim().split('\n').at(-1)).toContain(
        'replay .splitbrain/failures/initial-election-1.json',
      );
      const saved = join(folder, '.splitbrain/failures/initial-election-1.json');
      expect(JSON.parse(readFileSync(saved, 'utf8'))).toMatchObject({
        scenario: 'initial-election',
      });
    },
  );

  test(
    'grade takes a folder of submissions, and a broken one stops no other',
    async ({ expect }) => {
      const folder = workspace({
        'class/adams/src/raft/raft.ts': THROWS,
        'class/baker/src/raft/raft.ts': 'export default class {',
        'class/chen-with-a-rather-long-name/notes.txt': 'to do',
        'class/notes.txt': 'not a submission',
      });
      const args = [
        'grade',
        'class',
        '--seeds',
        '1',
        '--out',
        'grades.json',
        '--csv',
        'grades.csv',
        '--unsandboxed',
      ];
      const { code, out } = await splitbrain(folder, args);
      expect(`exit code ${code}\n${steady(out)}`).toMatchInlineSnapshot(`
        "exit code 1
        Nothing is sandboxed: a submission runs with your rights, and can forge its grade. Grade only code that you trust.
        Limit for each submission: 2 min 23 s of processor time; what is finished by then counts.
        submission            3A      3B      3C      3D      total   first broken promise
        adams                 0/14    0/22    0/26    0/29    0/91    crashed: Error: not today (initial-election, 1 of 1 seeds)
        baker                 0/14    0/22    0/26    0/29    0/91    src/raft/raft.ts:1:23: Expected identifier but found end of file
        chen-with-a-rather..  0/14    0/22    0/26    0/29    0/91    it holds no source files, only notes.txt

        Written: grades.json, grades.csv
        "
      `);
      expect(steady(readFileSync(join(folder, 'grades.csv'), 'utf8'))).toMatchInlineSnapshot(`
        "submission,3A,3B,3C,3D,total,passed,note,sandbox
        adams,0,0,0,0,0,false,"crashed: Error: not today (initial-election, 1 of 1 seeds)",none
        baker,0,0,0,0,0,false,src/raft/raft.ts:1:23: Expected identifier but found end of file,none
        chen-with-a-rather-long-name,0,0,0,0,0,false,"it holds no source files, only notes.txt",none
        "
      `);
      const written: object = JSON.parse(readFileSync(join(folder, 'grades.json'), 'utf8'));
      expect(misfits('grades', written)).toEqual([]);
      const { submissions, ...json } = written as { readonly submissions: readonly object[] };
      const expected = {
        version: 1,
        passed: false,
        sandboxed: false,
        sandbox: null,
        interrupted: false,
      };
      expect(json).toEqual(expected);
      expect(submissions).toHaveLength(3);
    },
    PATIENCE_MS,
  );
});

test(
  '--version is the package version',
  async ({ expect }) => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      version: string;
    };
    expect(await splitbrain(scratch, ['--version'])).toEqual({
      code: 0,
      out: `${version}\n`,
      err: '',
    });
  },
  PATIENCE_MS,
);

test(
  'an old Node is told so in one sentence',
  async ({ expect }) => {
    const folder = workspace({
      'old.cjs': "Object.defineProperty(process.versions, 'node', { value: '18.20.4' });",
    });
    const env = { NODE_OPTIONS: `--require=${join(folder, 'old.cjs')}` };
    expect(await splitbrain(folder, ['test'], undefined, env)).toEqual({
      code: 2,
      out: '',
      err: 'splitbrain needs Node 20.19 or newer, and this is Node 18.20.4: install one from https://nodejs.org\n',
    });
  },
  PATIENCE_MS,
);

test(
  'bin.js is in words that every Node with modules reads',
  ({ expect }) => {
    const text = readFileSync(join(ROOT, 'grader/bin.js'), 'utf8');
    expect(text).not.toMatch(/^import|\bawait\b|\?\.|\?\?/m);
  },
  PATIENCE_MS,
);

const LOGS = `export default class Raft {
  private readonly node: any;
  constructor(node: any) { this.node = node; setInterval(() => this.tick(), 100); }
  tick() { console.log('tick', { me: this.node.me, at: Date.now() }); console.log(new Error('looked')); }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`;

test(
  'replay tells what servers log, whole, filtered and in a file',
  async ({ expect }) => {
    const folder = workspace({ 'src/raft/raft.ts': LOGS });
    await splitbrain(folder, ['test', '3A', '--scenario', 'initial-election', '--seeds', '1']);
    const file = '.splitbrain/failures/initial-election-1.json';
    const filters = ['--server', '1', '--from', '0.1', '--to', '0.25', '--grep', 'ME: 1'];
    const { out } = await splitbrain(folder, ['replay', file, '--log', ...filters]);
    expect(steady(out).split('\n').slice(-8)).toEqual([
      '     0.100  server 1 logs: tick { me: 1, at: 100 }',
      '     0.200  server 1 logs: tick { me: 1, at: 200 }',
      '     4.915  stalled   <== here',
      '',
      '  No server leads, and none has heard an answer of another.',
      '',
      'The same run as before, byte for byte: trace #.',
      '',
    ]);
    const trace = await splitbrain(folder, [
      'replay',
      file,
      '--trace',
      'trace.jsonl',
      '--no-color',
    ]);
    expect(trace.out).toContain('The whole run is in trace.jsonl.');
    const text = readFileSync(join(folder, 'trace.jsonl'), 'utf8');
    expect(text).toContain(String.raw`Error: looked\n    at Raft.tick (src/raft/raft.ts:4:`);
    const nobody = await splitbrain(folder, ['replay', file, '--server', '7']);
    expect(nobody).toMatchObject({
      code: 2,
      err: expect.stringContaining('server 0, server 1, server 2'),
    });
    const noCall = await splitbrain(folder, ['replay', file, '--call', 'vote']);
    expect(noCall).toMatchObject({
      code: 2,
      err: expect.stringContaining('--call takes a method'),
    });
  },
  PATIENCE_MS,
);
