import { expect, test } from 'vitest';
import { EFFECTS_PER_STEP_MAX } from '../vocabulary/server.ts';
import { failure, logged, type Bench } from './server-bench.fixture.ts';

/** How any implementation of `Server` refuses, fails and floods. */
export function serverFailures({ started, ran }: Bench): void {
  test.each([
    ['{ entries: [0, 1, 2, { done() {} }] }', 'ping args.entries[3].done is a function'],
    ['{ a: NaN }', 'ping args.a is NaN'],
    ['{ a: -Infinity }', 'ping args.a is -Infinity'],
    ['[1, undefined]', 'ping args[1] is undefined'],
    ['{ a: 1n }', 'ping args.a is a bigint'],
    ['Symbol()', 'ping args is a symbol'],
    ['{ map: new Map() }', 'ping args.map is an instance of Map'],
    ['(() => { const loop = {}; loop.loop = loop; return loop; })()', 'refers to itself'],
  ])('refuses %s at the call, with a path', async (value, message) => {
    const effects = await ran(`void node.peers[1].ping(${value});`);
    expect(effects.map(({ kind }) => kind)).toEqual(['fail']);
    expect(failure(effects)).toContain(message);
    expect(effects).toEqual([
      expect.objectContaining({ stack: expect.stringContaining('server.ts:') }),
    ]);
  });

  test.each([
    ['node.persister.save({ a: new Set() })', 'save state.a is an instance of Set'],
    ['node.persister.save(1, () => 1)', 'save snapshot is a function'],
    ['apply({ f: () => 1 })', 'apply message.f is a function'],
    ['return { f: () => 1 }', 'run() result.f is a function'],
  ])('refuses what is not JSON in %s', async (body, message) => {
    expect(failure(await ran(body))).toContain(message);
  });

  test("fails with the student's file and line, and does nothing more", async () => {
    const { server } = await started(`export default class {
  constructor(node) { this.node = node; }
  run() {
    this.node.log('before');
    this.helper();
  }
  helper() {
    throw new RangeError('too far');
  }
}`);
    const step = () => server.step({ kind: 'invoke', invocation: 0, method: 'run', args: '[]' }, 0);
    const effects = step();
    expect(logged(effects)).toEqual(['before']);
    expect(effects.at(-1)).toMatchObject({ kind: 'fail', message: 'RangeError: too far' });
    expect((effects.at(-1) as { stack: string }).stack.split('\n')).toEqual([
      expect.stringMatching(/^server\.ts:8:\d+ in /),
      expect.stringMatching(/^server\.ts:5:\d+ in /),
    ]);
    expect(step()).toEqual([]);
  });

  test.each([
    ['in its constructor', 'export default class { constructor() { throw new Error("no"); } }'],
    ['in its module', 'throw new Error("no"); export default class {}'],
  ])('fails when it throws %s', async (_where, source) => {
    const { effects } = await started(source);
    expect(effects).toEqual([
      { kind: 'fail', message: 'Error: no', stack: expect.stringMatching(/^server\.ts:1:/) },
    ]);
  });

  test.each([
    ['export const x = 1;', 'the default export is missing'],
    ['export default 5;', 'the default export is a number'],
    ['export default class Mine {}', 'the class Mine has no method run()'],
  ])('cannot start from %s', async (source, message) => {
    expect(failure((await started(source)).effects)).toContain(message);
  });

  test('floods when one step does too much, and is stopped there', async () => {
    const effects = await ran('for (let i = 0; i < 1e5; i++) node.log(i);');
    expect(effects).toHaveLength(EFFECTS_PER_STEP_MAX);
    expect(effects.at(-1)).toMatchObject({ kind: 'flood' });
  });
}
