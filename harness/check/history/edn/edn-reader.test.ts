import { describe, expect, it } from 'vitest';
import type { Operation } from '../operation.ts';
import { EdnReader } from './edn-reader.ts';
import { jepsenMeaning } from './jepsen.ts';

/** Reads `text` in pieces of `size` characters. */
function read(model: string, text: string, size = 7): Operation[] {
  const meanings = jepsenMeaning(model);
  if (meanings === undefined) throw new Error(`no meanings for ${model}`);
  const operations: Operation[] = [];
  const reader = new EdnReader(meanings, (operation) => operations.push(operation));
  for (let at = 0; at < text.length; at += size) reader.read(text.slice(at, at + size));
  reader.end();
  return operations;
}

/** One call and its end. */
function calls(f: string, called: string, ended: string, type = 'ok'): string {
  return `[{:type :invoke, :f :${f}, :value ${called}, :process 3} {:type :${type}, :f :${f}, :value ${ended}, :process 3}]`;
}

describe("Jepsen's history", () => {
  it('has a call for each :invoke, with its end, at the places of its maps', () => {
    const text = `
      [{:type :invoke :process 0 :f :write :value 1 :time 5}
       {:type :invoke :process 1 :f :read :value nil :time 5}
       {:type :info :process :nemesis :f :kill}
       {:type :ok :process 1 :f :read :value nil}
       {:type :info :process 0 :f :write :value 1 :error "timed out \\"}"}
       {:type :invoke :process 2 :f :write :value 2}]`;
    expect(read('register', text)).toEqual([
      {
        client: '1',
        op: 'read',
        input: null,
        output: null,
        callTime: 2,
        returnTime: 4,
        end: 'ok',
        line: 3,
      },
      {
        client: '0',
        op: 'write',
        input: { value: 1 },
        output: null,
        callTime: 1,
        returnTime: 5,
        end: 'unknown',
        line: 2,
      },
      {
        client: '2',
        op: 'write',
        input: { value: 2 },
        output: null,
        callTime: 6,
        returnTime: null,
        end: 'unknown',
        line: 7,
      },
    ]);
  });

  it('is the same wherever its text is cut, with comments and discarded forms', () => {
    const text =
      '; a comment\n#jepsen.history.Op{:type :invoke, :f :write, #_ [:left "out"] :value "é\\u0041\\n", :process 0}\n' +
      '{:type :ok :f :write :value "" :process 0}';
    const whole = read('register', text, text.length);
    expect(whole).toMatchObject([{ input: { value: 'éA\n' }, line: 2 }]);
    for (const size of [1, 2, 3, 5]) expect(read('register', text, size)).toEqual(whole);
  });

  it.each([
    [
      'register',
      calls('cas', '[1 2]', '[1 2]'),
      { op: 'cas', input: { from: 1, to: 2 }, output: true },
    ],
    [
      'register',
      calls('cas', '[:x [1 2]]', '[:x [1 2]]'),
      { input: { key: ':x', from: 1, to: 2 } },
    ],
    ['register', calls('read', '["a" nil]', '["a" 5]'), { input: { key: 'a' }, output: 5 }],
    [
      'register',
      calls('write', '[7 9007199254740993]', 'nil'),
      { input: { key: '7', value: { 'integer beyond 2^53': '9007199254740993' } } },
    ],
    ['register', calls('write', '3', '3', 'fail'), { end: 'failed', output: null }],
    [
      'multi-register',
      calls('txn', '[[:r :x nil] [:w :y 2]]', '[[:r :x 4] [:w :y 2]]'),
      {
        op: 'txn',
        input: [
          ['read', ':x'],
          ['write', ':y', 2],
        ],
        output: [4],
      },
    ],
    ['set', calls('read', 'nil', '#{1 2}'), { op: 'read', output: [1, 2] }],
    ['set', calls('add', '1', '1'), { op: 'add', input: { value: 1 }, output: 'OK' }],
    ['list', calls('append', '1', '1'), { op: 'append', input: { value: 1 }, output: 'OK' }],
    ['queue', calls('enqueue', '1', '1'), { op: 'enqueue', input: { value: 1 }, output: 'OK' }],
    ['queue', calls('dequeue', 'nil', '1'), { op: 'dequeue', input: null, output: { value: 1 } }],
    ['queue', calls('dequeue', 'nil', 'nil'), { output: 'empty' }],
    ['counter', calls('add', '-2', '-2'), { op: 'add', input: { value: -2 }, output: 'OK' }],
    ['lock', calls('acquire', 'nil', 'nil'), { op: 'acquire', input: null, output: 'OK' }],
    ['mutex', calls('release', '[1 nil]', '[1 nil]'), { op: 'release', input: { key: '1' } }],
  ])('means to a %s: %s', (model, text, meaning) => {
    expect(read(model, text)).toMatchObject([meaning]);
  });

  it.each([
    [
      'an operation of another model',
      calls('enqueue', '1', '1'),
      'line 1: the model has nothing for :f :enqueue with :value 1',
    ],
    [
      'an end without a call',
      '\n{:type :ok :process 1 :f :read}',
      'line 2: process 1 ends :read, but has nothing in flight',
    ],
    [
      'two calls at once',
      '{:type :invoke :process 1 :f :read}\n{:type :invoke :process 1 :f :write}',
      'line 2: process 1 calls :write while its :read of line 1 is in flight',
    ],
    [
      'no type',
      '{:process 1 :f :read}',
      'line 1: expected :type :invoke, :ok, :fail or :info, came none',
    ],
    ['a form that is not closed', '[{:type :invoke', 'line 1: ] is missing'],
    ['a wrong bracket', '[{:type :invoke]', 'line 1: ] closes nothing: } belongs there'],
    ['something else', '42', 'line 1: an operation is a map'],
  ])('is refused for %s', (_what, text, message) => {
    expect(() => read('register', text)).toThrow(message);
  });
});
