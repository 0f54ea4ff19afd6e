import { expect, test } from 'vitest';
import type { ServerContract } from '../../../harness/vocabulary/server.ts';
import { readEffects } from './answer.ts';
import { BadFrame, FrameReader, FrameWriter } from './frame.ts';
import { EFFECT_KINDS } from './messages.ts';

type Slots = readonly [kind: string | number, a: number, b: number, text: string, text2: string];

const CONTRACT: ServerContract = { methods: ['run'], callbacks: ['apply'], probe: 'state' };

/** What comes of an answer with these effects, of one of three processes that is in the invocation 7. */
function read(effects: readonly Slots[], contract: Partial<ServerContract> = {}, count?: number) {
  const writer = new FrameWriter();
  writer.begin(4);
  writer.number(count ?? effects.length);
  for (const [kind, a, b, text, text2] of effects) {
    const known = EFFECT_KINDS.findIndex((each) => each === kind);
    writer.number(typeof kind === 'number' ? kind : known);
    writer.number(a);
    writer.number(b);
    writer.text(text);
    writer.text(text2);
  }
  const length = writer.finish();
  const reader = new FrameReader();
  writer.bytes.copy(reader.bytes);
  reader.expect();
  writer.bytes.copy(reader.bytes, 0, 0, length);
  reader.open(length);
  const boot = { names: ['a', 'b', 'c'], contract: { ...CONTRACT, ...contract } };
  return readEffects(reader, { boot, invocations: new Set([7]) });
}

const GOOD: readonly (readonly [Slots, object])[] = [
  [
    ['send', 1, 2, 'ping', '{"a":1}'],
    { kind: 'send', call: 1, to: 2, method: 'ping', args: '{"a":1}' },
  ],
  [['respond', 0, 0, 'null', ''], { kind: 'respond', call: 0, reply: 'null' }],
  [['save', 0, 0, '[1]', ''], { kind: 'save', state: '[1]', snapshot: null }],
  [['save', 1, 0, '[1]', '"s"'], { kind: 'save', state: '[1]', snapshot: '"s"' }],
  [['set-timer', 1, 2_500, '', ''], { kind: 'set-timer', timer: 1, delayUs: 2_500 }],
  [['set-timer', 1, Infinity, '', ''], { kind: 'set-timer', timer: 1, delayUs: Infinity }],
  [['clear-timer', 1, 0, '', ''], { kind: 'clear-timer', timer: 1 }],
  [['emit', 0, 0, 'apply', '5'], { kind: 'emit', channel: 'apply', value: '5' }],
  [['return', 7, 0, '5', ''], { kind: 'return', invocation: 7, value: '5' }],
  [['observe', 0, 0, '5', ''], { kind: 'observe', value: '5' }],
  [['log', 0, 0, 'said \ud800', ''], { kind: 'log', text: 'said \ud800' }],
  [['fail', 0, 0, 'why', 'where'], { kind: 'fail', message: 'why', stack: 'where' }],
  [['flood', 0, 0, 'more', ''], { kind: 'flood', message: 'more' }],
];

test.each(GOOD)('what the bridge lets a process do is taken as it is: %j', (slots, effect) => {
  expect(read([slots])).toEqual([effect]);
});

const BAD: readonly (readonly [Slots, string])[] = [
  [[12, 0, 0, '', ''], 'the kind of an effect is 12'],
  [[-1, 0, 0, '', ''], 'the kind of an effect is -1'],
  [[Number.NaN, 0, 0, '', ''], 'the kind of an effect is NaN'],
  [['send', 1, 3, 'ping', '1'], 'the receiver of a message is 3'],
  [['send', 1, -1, 'ping', '1'], 'the receiver of a message is -1'],
  [['send', 1, 0.5, 'ping', '1'], 'the receiver of a message is 0.5'],
  [['send', Number.NaN, 1, 'ping', '1'], 'the number of a call is NaN'],
  [['send', 1, 1, 'ping', '{'], "came with 'send' is not JSON"],
  [['send', 1, 1, 'ping', ''], 'is not JSON'],
  [['respond', 2 ** 53, 0, '1', ''], 'the number of a call'],
  [['respond', 1, 0, 'undefined', ''], "came with 'respond' is not JSON"],
  [['save', 0, 0, 'x', ''], "came with 'save' is not JSON"],
  [['save', 1, 0, '1', '1]'], "came with 'save' is not JSON"],
  [['write', 0, 0, '[["a","1"]]', ''], 'that saves a state wrote records'],
  [['set-timer', -1, 0, '', ''], 'the number of a timer is -1'],
  [['set-timer', 1, -1, '', ''], 'the delay of a timer is -1'],
  [['set-timer', 1, Number.NaN, '', ''], 'the delay of a timer is NaN'],
  [['set-timer', 1, 0.5, '', ''], 'the delay of a timer is 0.5'],
  [['clear-timer', Infinity, 0, '', ''], 'the number of a timer is Infinity'],
  [['emit', 0, 0, 'other', '1'], 'there is no callback "other"'],
  [['emit', 0, 0, 'apply', 'NaN'], "came with 'emit' is not JSON"],
  [['return', 8, 0, '1', ''], 'returned from the call 8'],
  [['return', 7, 0, '{]', ''], "came with 'return' is not JSON"],
  [['observe', 0, 0, '01', ''], "came with 'observe' is not JSON"],
  [['log', 0, 0, 'x'.repeat(100_041), ''], 'a line of its log has 100041 letters'],
  [['fail', 0, 0, 'x'.repeat(10_004), ''], 'the message of an error has'],
  [['fail', 0, 0, '', 'x'.repeat(20_004)], 'the stack of an error has'],
];

test.each(BAD.map(([slots, message]) => ({ slots, message })))(
  'what the bridge lets no process do is refused: $message',
  ({ slots, message }) => {
    expect(() => read([slots])).toThrow(BadFrame);
    expect(() => read([slots])).toThrow(message);
  },
);

test('a call is returned from once', () => {
  const back: Slots = ['return', 7, 0, '1', ''];
  expect(() => read([back, back])).toThrow('returned from the call 7, which it was not in');
});

test('what nobody observes is not told', () => {
  expect(() => read([['observe', 0, 0, '1', '']], { probe: null })).toThrow(BadFrame);
});

test.each([10_001, -1, 0.5, Number.NaN, Infinity])('no step has %d effects', (count) => {
  expect(() => read([], {}, count)).toThrow('the number of effects');
});

test('there are as many effects as it says', () => {
  const line: Slots = ['log', 0, 0, 'x', ''];
  expect(() => read([line], {}, 2)).toThrow(BadFrame);
  expect(() => read([line, line], {}, 1)).toThrow(BadFrame);
});

function write(records: unknown, store: 'records' | 'lab-records' = 'records') {
  return read([['write', 0, 0, JSON.stringify(records), '']], { store });
}

test('records are written in order, and come from the bridge', () => {
  const records = [
    ['a', '1'],
    ['b', null],
  ];
  expect(write(records)).toEqual([{ kind: 'write', records }]);
  expect(write([['$a', '1']], 'lab-records')).toHaveLength(1);
  expect(() => write([['$a', '1']])).toThrow(`"$a", which is the lab's`);
  const bad = [[], {}, 'a', [[]], [['a']], [['a', 1]], [['a', 'x']], [['a', '1', '2']], [[1, '1']]];
  for (const each of bad) expect(() => write(each)).toThrow(BadFrame);
  expect(() => write(records.toReversed())).toThrow('"a" is out of order');
  expect(() => write([records[0], records[0]])).toThrow('out of order');
  expect(() => read([['save', 0, 0, '1', '']], { store: 'records' })).toThrow('keeps records');
});
