import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));
const FIXTURES = fileURLToPath(new URL('../check/fixtures/', import.meta.url));
/** A spawn takes a second; on a busy machine twenty times that. */
const PATIENCE_MS = 240_000;

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `splitbrain check` in the folder of the fixtures, with `input` on the standard input. */
function check(args: readonly string[], input = ''): Ended {
  const options = { cwd: FIXTURES, encoding: 'utf8', input } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, 'check', ...args], options);
  return { code: status, out: stdout, err: stderr };
}

/** Six writes at once, of which reads see all in turn: only a search can tell. */
const SEARCHED = [1, 2, 1, 2, 1, 2]
  .map((value, client) => {
    const write = { client, op: 'write', input: { value }, callTime: 0, returnTime: 9, end: 'ok' };
    const read = {
      client: client + 9,
      op: 'read',
      output: value,
      callTime: client,
      returnTime: 9,
      end: 'ok',
    };
    return `${JSON.stringify(write)}\r\n${JSON.stringify(read)}\r\n`;
  })
  .join('');

/** A read of what nobody wrote. */
function neverWritten(key: string): string {
  const read = { client: key, op: 'read', input: { key }, output: 1 };
  return `${JSON.stringify({ ...read, callTime: 0, returnTime: 1, end: 'ok' })}\n`;
}

test(
  'a violation is told with its lines, its values and the longest order',
  () => {
    const { code, out } = check(['register-client-tie.jsonl', '--model', 'register']);
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "Not linearizable: there is no way to let each operation happen at one instant
      between its call and its return.

        Client 1's Read() started after client 1's Write(2) had returned OK, but it
        saw 1, which is older.

                            0            1           2            3           4
        client 1  Write(1)  |============|                                       OK
        client 1  Write(2)               |===========|                           OK
        client 1  Read()                                          |===========|  1 <==

        Possible for client 1's Read() at that point: 2.
        Shown: 3 of 3 operations; all there are.

        Often the cause: a read was answered from what a server happened to hold,
        without going through the log (or without making sure that it still leads).

      In full:

        line 1: client 1, 0 to 1: write {"value":1} -> "OK"
        line 2: client 1, 1 to 2: write {"value":2} -> "OK"
        line 3: client 1, 3 to 4: read null -> 1

      The longest order that works has 2 operations, and leaves out 1:

        line 1: client 1, 0 to 1: write {"value":1} -> "OK"
            then: 1
        line 2: client 1, 1 to 2: write {"value":2} -> "OK"
            then: 2
        stuck: nothing can follow so that this one comes true
        line 3: client 1, 3 to 4: read null -> 1

      violated: the history is not linearizable: 3 operations, 1 client, 1 key
      "
    `);
  },
  PATIENCE_MS,
);

test(
  'standard input that holds, with carriage returns: 0, and an order of all',
  () => {
    const { code, out } = check(['-', '--model', 'register', '--json', '--order'], SEARCHED);
    expect(code).toBe(0);
    const { orders, ...rest } = JSON.parse(out);
    expect(rest).toEqual({
      version: 1,
      passed: true,
      verdict: 'holds',
      model: 'register',
      operations: 12,
      clients: 12,
      keys: 1,
      timesFrom: '0',
      violations: [],
      undecided: [],
    });
    expect(orders).toMatchObject([{ key: '', left: [] }]);
    expect(orders[0].steps).toHaveLength(12);
  },
  PATIENCE_MS,
);

test(
  'what is not decided: 3, and the key is named',
  () => {
    const keyed = SEARCHED.replaceAll('"value":', '"key":"x","value":').replaceAll(
      '"op":"read",',
      '"op":"read","input":{"key":"x"},',
    );
    const { code, out } = check(['-', '--model', 'register', '--max-steps', '1'], keyed);
    expect(code).toBe(3);
    expect(out).toContain('undecided on "x": no order of its 12 operations was found');
    expect(out).toContain('--max-steps N');
  },
  PATIENCE_MS,
);

test(
  'every violated key is told if all are asked for',
  () => {
    const { code, out } = check(
      ['-', '--model', 'register', '--all', '--json'],
      neverWritten('x') + neverWritten('y'),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).violations).toMatchObject([
      { key: 'x', pattern: 'never-written', operations: [{ line: 1 }] },
      { key: 'y', pattern: 'never-written', operations: [{ line: 2 }] },
    ]);
  },
  PATIENCE_MS,
);

test.each([
  ['no operations', ['empty.jsonl', '--model', 'kv'], 'empty.jsonl: there are no operations'],
  ['no file', ['nowhere.jsonl', '--model', 'kv'], 'cannot read nowhere.jsonl'],
  [
    'no such model',
    ['bom.jsonl', '--model', 'stack'],
    '--model is one of kv, versioned-kv, register',
  ],
  [
    'another model',
    ['bom.jsonl', '--model', 'kv'],
    'bom.jsonl: line 1: write of client 1, called at 0: the model kv has no',
  ],
  [
    'a value at first that cannot be',
    ['bom.jsonl', '--model', 'lock', '--initial', '1'],
    'begin as they do',
  ],
])(
  'could not read: 2, for %s',
  (_what, args, message) => {
    const { code, err } = check(args);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
  },
  PATIENCE_MS,
);

test(
  'no operations hold if that is allowed',
  () => {
    expect(check(['empty.jsonl', '--model', 'kv', '--allow-empty'])).toEqual({
      code: 0,
      out: 'holds: the history is linearizable: 0 operations, 0 clients, 0 keys\n',
      err: '',
    });
  },
  PATIENCE_MS,
);
