import { expect, test } from 'vitest';
import { runWith, serversWith, type Step } from './student-server.fixture.ts';

/** What is not JSON, as code, and what is said of it behind the path to it. */
const KINDS: Readonly<Record<string, readonly [code: string, complaint: string]>> = {
  'a function': ['() => 1', ' is a function, not a JSON value'],
  'a symbol': ["Symbol('s')", ' is a symbol, not a JSON value'],
  'a bigint': ['1n', ' is a bigint, not a JSON value'],
  NaN: ['NaN', ' is NaN, which JSON cannot hold'],
  infinity: ['-Infinity', ' is -Infinity, which JSON cannot hold'],
  'undefined in an array': ['[1, undefined]', '[1] is undefined, not a JSON value'],
  'a sparse array': ['[1, , 2]', '[1] is undefined, not a JSON value'],
  'a date': ['new Date(0)', ' is an instance of Date, not plain data'],
  'a map': ['new Map()', ' is an instance of Map, not plain data'],
  'a set': ['new Set()', ' is an instance of Set, not plain data'],
  'an instance of a class': ['new Counter()', ' is an instance of Counter, not plain data'],
  'a boxed number': ['Object(1)', ' is an instance of Number, not plain data'],
  'an own toJSON': ['{ toJSON: () => 1 }', '.toJSON is a function, not a JSON value'],
  'a promise': ['Promise.resolve(1)', ' is an instance of Promise, not plain data'],
  'a cycle': ['cycle', 'is nested too deeply, or refers to itself'],
  'nesting without end': ['deep', 'is nested too deeply, or refers to itself'],
};

const BEFORE = `
class Counter { count = 1; add() { this.count++; } }
const cycle = { n: 1 };
cycle.again = cycle;
let deep = 1;
for (let i = 0; i < 250; i++) deep = [deep];
const kinds = { ${Object.entries(KINDS)
  .map(([kind, [code]]) => `${JSON.stringify(kind)}: () => (${code})`)
  .join(', ')} };
/** The last of \`count\` values of one shape is bad. */
const valueAt = (i, count, kind) => ({ term: 1, list: [{ i, x: i < count ? 'fine' : kinds[kind]() }] });
`;
const PATH = '.list[0].x';

/** Where a value leaves a server: the code, what paths begin with, and the event that makes the server run it. */
const PLACES: Readonly<Record<string, readonly [code: string, name: string]>> = {
  'an argument of a call': ['void node.peers[1].ping(value);', 'ping args'],
  'a saved state': ['node.persister.save(value);', 'save state'],
  'a saved snapshot': ['node.persister.save(1, value);', 'save snapshot'],
  'a message to the service': ['apply(value);', 'apply message'],
  'a cloned value': ['structuredClone(value);', 'structuredClone argument'],
  'an answer to the service': ['last = value;', 'run() result'],
  'what it believes': ['this.state = () => value;', 'state() result'],
  'a reply': ['this.ping = () => value;', 'ping reply'],
};

/** What the server said when it failed, after so many values that were fine. */
function failureOf(step: Step, kind: string, fine: number): string {
  const effects = [
    ...step(runWith(fine, kind)),
    ...step({ kind: 'request', call: 7, method: 'ping', args: '1' }),
  ];
  const failed = effects.filter((effect) => effect.kind === 'fail');
  expect(failed).toHaveLength(1);
  return failed[0]?.message ?? '';
}

test.each(Object.entries(PLACES))(
  'whatever is not JSON is refused in %s, the first time it comes',
  async (_place, [code, name]) => {
    const body = `
      const [fine, kind] = args;
      let last = null;
      for (let i = 0; i <= fine; i++) {
        const value = valueAt(i, fine, kind);
        ${code}
      }
      return last;`;
    const start = await serversWith(body, BEFORE);
    for (const [kind, [, complaint]] of Object.entries(KINDS)) {
      for (const fine of [0, 999]) {
        const message = failureOf(start(), kind, fine);
        expect(message.slice(0, `Error: ${name}${PATH}`.length)).toBe(`Error: ${name}${PATH}`);
        expect(message.slice(-complaint.length)).toBe(complaint);
      }
    }
  },
);

test('what was fine once is refused when it has been changed', async () => {
  const body = `
    const list = Array.from({ length: 50 }, (_, i) => ({ term: 1, command: { op: 'put', i } }));
    for (let i = 0; i < 3; i++) node.persister.save({ term: 1, log: list });
    list[args[0]].command.done = args[1] === 'deleted' ? undefined : () => 1;
    node.persister.save({ term: 1, log: list });`;
  const start = await serversWith(body);
  for (const at of [0, 49]) {
    expect(start()(runWith(at, 'changed'))).toContainEqual(
      expect.objectContaining({
        kind: 'fail',
        message: `Error: save state.log[${at}].command.done is a function, not a JSON value`,
      }),
    );
  }
  expect(start()(runWith(0, 'deleted'))).not.toContainEqual(
    expect.objectContaining({ kind: 'fail' }),
  );
});
