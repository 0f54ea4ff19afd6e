import { expect, test } from 'vitest';
import type { Boot, Effect } from '../vocabulary/server.ts';
import { BOOT, failure, logged, type MakeFactory } from './server-bench.fixture.ts';

/** A program whose `run` has this body, with `store` in reach, and the lab's records where the contract gives them. */
function storeWith(body: string): string {
  return `export default class {
  constructor(node, apply, labRecords) { Object.assign(this, { node, store: node.store, labRecords }); }
  run() {
    const { node, store, labRecords } = this;
    ${body}
  }
}`;
}

/** What any implementation of `Server` must do with records. */
export function storeContract(makeFactory: MakeFactory): void {
  const ran = async (
    body: string,
    boot: Partial<Boot> = {},
    store: 'records' | 'lab-records' = 'records',
  ): Promise<readonly Effect[]> => {
    const factory = await makeFactory(storeWith(body));
    const server = factory.create({ ...BOOT, contract: { ...BOOT.contract, store }, ...boot });
    server.step({ kind: 'boot' }, 0);
    return server.step({ kind: 'invoke', invocation: 1, method: 'run', args: '[]' }, 0);
  };
  const returned = async (...given: Parameters<typeof ran>): Promise<unknown> => {
    const last = (await ran(...given)).at(-1);
    return last?.kind === 'return' ? JSON.parse(last.value) : last;
  };

  test('has a store in place of a persister only where the contract says so', async () => {
    const names = 'return [typeof node.store, typeof node.persister, typeof labRecords];';
    expect(await returned(names)).toEqual(['object', 'undefined', 'undefined']);
    expect(await returned(names, {}, 'lab-records')).toEqual(['object', 'undefined', 'object']);
    expect(await returned(names, { contract: BOOT.contract })).toEqual([
      'undefined',
      'object',
      'undefined',
    ]);
  });

  test('writes all records of a write in one effect, in the order of their keys', async () => {
    const effects = await ran(
      "store.write({ 'order-2': [1], 'a': undefined, 'order-1': null, 7: { x: 'ü' } });",
    );
    expect(effects[0]).toEqual({
      kind: 'write',
      records: [
        ['7', '{"x":"ü"}'],
        ['a', null],
        ['order-1', 'null'],
        ['order-2', '[1]'],
      ],
    });
    expect(effects).toHaveLength(2);
  });

  test('a write of nothing is no effect', async () => {
    expect((await ran('store.write({});')).map(({ kind }) => kind)).toEqual(['return']);
  });

  test('reads what it wrote and what was on its disk, and not what it removed', async () => {
    const records = [
      ['a', '1'],
      ['b', '{"n":[2]}'],
      ['c', '3'],
    ] as const;
    const body = `
      const before = store.bytes;
      store.write({ a: undefined, c: 'ü' });
      const read = ['a', 'b', 'c', 'd'].map((key) => store.get(key) ?? 'none');
      return [before, store.bytes, ...read];`;
    expect(await returned(body, { records })).toEqual([14, 15, 'none', { n: [2] }, 'ü', 'none']);
  });

  test('gives the keys with a prefix in ascending order', async () => {
    const body = `
      for (const key of ['b/10', 'a', 'b/9', 'b', 'c', 'b/1', 'B', 'b/10']) store.write({ [key]: 0 });
      store.write({ 'b/1': undefined });
      const all = store.keys();
      all.push('mine');
      return [all, store.keys('b/'), store.keys('x'), Array.isArray(store.keys())];`;
    expect(await returned(body)).toEqual([
      ['B', 'a', 'b', 'b/10', 'b/9', 'c', 'mine'],
      ['b/10', 'b/9'],
      [],
      true,
    ]);
  });

  test('copies values on their way in and out', async () => {
    const body = `
      const value = { list: [1] };
      store.write({ a: value });
      value.list.push(2);
      store.get('a').list.push(3);
      return store.get('a');`;
    expect(await returned(body)).toEqual({ list: [1] });
  });

  test('holds keys that mean something to objects', async () => {
    const body = `
      store.write({ ['__proto__']: 1, constructor: 2, length: 3 });
      return [store.keys(), store.get('__proto__'), store.get('toString') ?? 'none', store.keys('len')];`;
    expect(await returned(body)).toEqual([
      ['__proto__', 'constructor', 'length'],
      1,
      'none',
      ['length'],
    ]);
  });

  test.each([
    [
      'store.write({ "order 3": { items: [1, () => 1] } })',
      'store.write "order 3".items[1] is a function, not a JSON value',
    ],
    ['store.write({ a: 1, b: NaN })', 'store.write "b" is NaN, which JSON cannot hold'],
    ['store.write({ a: new Map() })', 'store.write "a" is an instance of Map'],
    ['store.write([1])', "takes a plain object of records, such as { 'a': 1 }; it got [1]"],
    ['store.write(new Map())', 'store.write() takes a plain object of records'],
    ['store.write("key", 1)', 'store.write() takes a plain object of records'],
    ['store.get(5)', 'store.get() takes a string as a key; it got 5'],
    ['store.keys(null)', 'store.keys() takes a string as a key; it got null'],
    ['store.write({ $ours: 1 })', 'store.write() got the key "$ours", but keys that begin with $'],
    ['store.get("$ours")', 'store.get() got the key "$ours"'],
    ['store.keys("$")', 'store.keys() got the key "$"'],
  ])('refuses %s', async (call, message) => {
    expect(failure(await ran(`${call};`))).toContain(message);
  });

  test('changes nothing when it refuses a write', async () => {
    const effects = await ran(`
      store.write({ a: 1 });
      try { store.write({ a: 2, b: 2, c: () => 1 }); } catch { node.log(store.get('a'), store.keys()); }`);
    expect(effects.map(({ kind }) => kind)).toEqual(['write', 'log', 'return']);
    expect(logged(effects)).toEqual(["1 [ 'a' ]"]);
  });

  test('the records of the lab go with those of the student, which do not see them', async () => {
    const body = `
      labRecords.write({ $paid: 5 }, { order: 'done', a: undefined });
      return [store.keys(), store.bytes, labRecords.keys(), labRecords.get('$paid'), labRecords.get('$old')];`;
    const boot = {
      records: [
        ['$old', '1'],
        ['a', '2'],
      ],
    } as const;
    const effects = await ran(body, boot, 'lab-records');
    expect(effects[0]).toEqual({
      kind: 'write',
      records: [
        ['$paid', '5'],
        ['a', null],
        ['order', '"done"'],
      ],
    });
    expect(effects[1]).toMatchObject({
      value: JSON.stringify([['order'], 11, ['$old', '$paid'], 5, 1]),
    });
  });

  test.each([
    [
      'labRecords.write({ paid: 5 })',
      'labRecords.write() takes keys that begin with $; it got "paid"',
    ],
    ['labRecords.write({}, { $paid: 5 })', 'store.write() got the key "$paid"'],
    ['labRecords.get("order")', 'labRecords.get() takes keys that begin with $'],
  ])('keeps the two apart: refuses %s', async (call, message) => {
    expect(failure(await ran(`${call};`, {}, 'lab-records'))).toContain(message);
  });

  test('survives code that patches the built-ins', async () => {
    const effects = await ran(`
      const bad = () => { throw new Error('patched'); };
      Array.prototype.slice = bad; Object.keys = bad; Map.prototype.set = bad; String.prototype.slice = bad;
      Array.prototype.toJSON = () => [['$forged', '1']];
      Object.defineProperty(Array.prototype, 0, { set: bad, configurable: true });
      store.write({ b: 1, a: 'x' });
      node.log(store.keys()[0], store.get('b'));`);
    expect(effects[0]).toEqual({
      kind: 'write',
      records: [
        ['a', '"x"'],
        ['b', '1'],
      ],
    });
    expect(logged(effects)).toEqual(['a 1']);
  });
}
