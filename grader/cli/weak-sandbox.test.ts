import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-weak-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** As in most containers: nobody may make another namespace, which is what bubblewrap does. */
const WITHOUT_NAMESPACES = [
  'unshare',
  '--user',
  '--map-root-user',
  'sh',
  '-c',
  'echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"',
  'sh',
];

function run(words: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
} {
  const [program = '', ...args] = [...WITHOUT_NAMESPACES, ...words];
  const env = { ...process.env, NO_COLOR: '1' };
  return spawnSync(program, args, { cwd: scratch, env, encoding: 'utf8' });
}

const canTry = run(['true']).status === 0;
if (!canTry) console.log('to try a machine without namespaces takes one that has them');

test.skipIf(!canTry)(
  'where bubblewrap is refused, submissions are graded with what is left, and every report says so',
  () => {
    mkdirSync(join(scratch, 'class/ann/src/raft'), { recursive: true });
    writeFileSync(join(scratch, 'class/ann/src/raft/raft.ts'), 'export default class {}\n');
    writeFileSync(
      join(scratch, 'course.json'),
      '{ "assignment": "x", "parts": ["3A"], "seeds": 1 }',
    );
    const args = ['grade', 'class', '--course', 'course.json', '--reports', 'reports'];
    const { status, stdout } = run([process.execPath, BIN, ...args]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^Submissions run in a sandbox without bubblewrap/);
    const report = (name: string): string => readFileSync(join(scratch, 'reports', name), 'utf8');
    for (const name of ['students/ann.md', 'gradescope/ann.json', 'junit.xml', 'grades.csv']) {
      expect(report(name)).toContain('without bubblewrap');
    }
    expect(JSON.parse(report('class.json'))).toMatchObject({
      made: { sandbox: { missing: expect.arrayContaining(['bubblewrap']) } },
    });
  },
  240_000,
);
