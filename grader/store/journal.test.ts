import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { Journal, JournalError, type Write } from './journal.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-journal-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const JOURNAL = fileURLToPath(new URL('journal.ts', import.meta.url));
let folders = 0;
const folder = (): string => join(scratch, String(folders++));

/** Opens the journal of a folder as a process of its own would after this one. */
function reopen(path: string): Journal<unknown> {
  for (let i = 1; i < 10; i++) rmSync(join(path, `lock.${i}`), { force: true });
  return new Journal(path);
}

function begun(...entries: readonly unknown[]): string {
  const path = folder();
  const journal = new Journal<unknown>(path);
  for (const each of entries) journal.add(each);
  journal.close();
  return path;
}

/** A program that opens the journal in its first argument and does `body` with it. */
function program(path: string, body: string): string[] {
  const text = `import { Journal } from ${JSON.stringify(JOURNAL)};
    const journal = new Journal(${JSON.stringify(path)});
    ${body}`;
  return ['--import', 'tsx', '--input-type=module', '-e', text];
}

/** Holds the journal until it is killed. */
const STAY = "console.log('open'); setInterval(() => {}, 1000);";

test('what was added is there again, whatever it holds', () => {
  const entries = [{ a: 1 }, 'two\nlines', null, '\u2028 \u{1F980}'];
  const journal = reopen(begun(...entries));
  expect(journal.entries).toEqual(entries);
  expect(journal.damage).toBeNull();
});

test('an unfinished last line is cut off and told, wherever it was torn', () => {
  const whole = readFileSync(join(begun('one', 'two'), 'journal.ndjson'));
  const one = whole.indexOf(10) + 1;
  for (let length = one + 1; length < whole.length; length++) {
    const path = begun();
    writeFileSync(join(path, 'journal.ndjson'), whole.subarray(0, length));
    const journal = reopen(path);
    expect(journal.entries).toEqual(['one']);
    expect(journal.damage).toContain(`was not finished, and ${length - one} bytes are cut off`);
    journal.add('three');
    expect(reopen(path).entries).toEqual(['one', 'three']);
  }
});

test('a line that was damaged later is named, and costs no other line', () => {
  const path = begun('one', 'two', 'three');
  const file = join(path, 'journal.ndjson');
  writeFileSync(file, readFileSync(file, 'utf8').replace('two', 'tow'));
  const journal = reopen(path);
  expect(journal.entries).toEqual(['one', 'three']);
  expect(journal.damage).toContain('line 2 is damaged');
});

test('zeros at the end, as a power cut leaves them, are cut off', () => {
  const path = begun('one');
  appendFileSync(join(path, 'journal.ndjson'), Buffer.alloc(100));
  expect(reopen(path).entries).toEqual(['one']);
});

test('a disk that is full in the middle of a line leaves the journal as it was', () => {
  const path = folder();
  let room = 60;
  const full: Write = (file, bytes) => {
    if (room === 0) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' });
    const written = writeSync(file, bytes.subarray(0, Math.min(bytes.length, room)));
    room -= written;
    return written;
  };
  const journal = new Journal<string>(path, full);
  journal.add('first');
  const { size } = statSync(journal.file);
  expect(() => journal.add('x'.repeat(100))).toThrow(JournalError);
  expect(statSync(journal.file).size).toBe(size);
  room = 1_000;
  journal.add('second');
  const again = reopen(path);
  expect(again.entries).toEqual(['first', 'second']);
  expect(again.damage).toBeNull();
});

test('a file that may grow no further leaves the journal as it was', () => {
  const path = folder();
  const body =
    "try { for (;;) journal.add('x'.repeat(1000)); } catch (error) { console.log(error.message); }";
  const quoted = program(path, body).map((each) => `'${each.replaceAll("'", String.raw`'\''`)}'`);
  const command = `ulimit -f 8; ${process.execPath} ${quoted.join(' ')}`;
  const { stdout, stderr } = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  expect(stdout + stderr).toContain('All that was recorded before is intact');
  const journal = new Journal<string>(path);
  expect(journal.damage).toBeNull();
  expect(journal.entries.length).toBe(8);
});

test('a second process at the same journal is refused while the first one lives, and only so long', async () => {
  const path = folder();
  const first = spawn(process.execPath, program(path, STAY));
  await once(first.stdout, 'data');
  expect(() => new Journal(path)).toThrow(
    `another grader, process ${first.pid}, is at the journal`,
  );
  first.kill('SIGKILL');
  await once(first, 'exit');
  expect(new Journal(path).entries).toEqual([]);
  expect(() => new Journal(path)).toThrow(`process ${process.pid}`);
});

test('of several that take over from a dead process at once, one wins', async () => {
  const path = folder();
  await once(spawn(process.execPath, program(path, 'process.exit()')), 'exit');
  const rivals = Array.from({ length: 4 }, () => spawn(process.execPath, program(path, STAY)));
  let open = 0;
  for (const each of rivals) each.stdout.on('data', () => open++);
  await new Promise<void>((resolve) => {
    let lost = 0;
    for (const each of rivals) each.on('exit', () => ++lost === rivals.length - 1 && resolve());
  });
  expect(open).toBe(1);
  for (const each of rivals) each.kill('SIGKILL');
});

test('killed at random moments, a journal loses nothing that was added', async () => {
  const path = folder();
  let told = 0;
  for (let round = 0; round < 8; round++) {
    const body = `let next = journal.entries.length;
      setInterval(() => { for (let i = 0; i < 50; i++) { journal.add({ next, fill: 'x'.repeat(next % 500) }); next++; } process.stdout.write(next + '\\n'); }, 0);`;
    const child = spawn(process.execPath, program(path, body));
    const ended = once(child, 'exit');
    child.stdout.on('data', (data) => (told = Number(String(data).trim().split('\n').at(-1))));
    await once(child.stdout, 'data');
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 40));
    child.kill('SIGKILL');
    await ended;
  }
  const { entries } = new Journal<{ next: number }>(path);
  expect(entries.map(({ next }) => next)).toEqual(entries.map((_, i) => i));
  expect(entries.length).toBeGreaterThanOrEqual(told);
});
