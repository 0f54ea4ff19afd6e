import vm from 'node:vm';
import { expect, test } from 'vitest';
import { runWith, serversWith, type Step } from './student-server.fixture.ts';

const RUN = runWith({ a: [1] });

/** Starts a server whose `run` has this body. */
async function ran(body: string, before = ''): Promise<Step> {
  return (await serversWith(body, before))();
}

async function returned(body: string, before = ''): Promise<unknown> {
  const effects = (await ran(body, before))(RUN);
  const effect = effects.find(({ kind }) => kind === 'return' || kind === 'fail');
  return effect?.kind === 'return' ? JSON.parse(effect.value) : effect;
}

/** Paths to all objects within reach of `roots` that another realm made. */
const FOREIGN = `function foreign(roots) {
  const seen = new Set();
  const found = [];
  const visit = (value, path) => {
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
    if (seen.has(value)) return;
    seen.add(value);
    let root = value;
    while (Object.getPrototypeOf(root) !== null) root = Object.getPrototypeOf(root);
    const isBare = root === value && !('constructor' in value);
    if (!isBare && root !== Object.prototype) return void found.push(path);
    visit(Object.getPrototypeOf(value), path + '.__proto__');
    for (const key of Reflect.ownKeys(value)) {
      const member = Object.getOwnPropertyDescriptor(value, key);
      for (const part of ['value', 'get', 'set']) visit(member?.[part], path + '.' + String(key));
    }
  };
  visit(roots, 'roots');
  return found;
}`;

test('an object of another realm is found where there is one', () => {
  const context = vm.createContext({ host: { process } });
  const found = (roots: string): unknown =>
    vm.runInContext(`${FOREIGN}; foreign({ deep: [${roots}] }).join()`, context);
  expect(found('host')).toBe('roots.deep.0');
  expect(found('() => 1')).toBe('');
});

test('nothing of the host is within reach of student code', async () => {
  const body = `
    const errors = [];
    const attempts = [() => node.to('nobody'), () => node.persister.save(() => 1), () => apply(NaN),
      () => node.serve(5), () => setTimeout(5), () => Intl, () => null.x, () => node.peers[1].ping(1n)];
    for (const attempt of attempts) try { attempt(); } catch (error) { errors.push(error); }
    const promise = node.peers[1].ping(1);
    const peer = node.peers[1].ping;
    return [errors.length, foreign({ globalThis, node, apply, args, errors, promise, peer, self: this,
      saved: node.persister.readState(), clone: structuredClone({}), date: new Date() })];`;
  expect(await returned(body, FOREIGN)).toEqual([8, []]);
});

test('what a peer sends and answers was made in the realm', async () => {
  const step = await ran(
    `this.ping = (args) => { node.log(foreign({ args }).length); };
    void node.peers[1].ping(1).then((reply) => node.log(foreign({ reply }).length, reply.b[0]));`,
    FOREIGN,
  );
  step(RUN);
  expect(step({ kind: 'request', call: 9, method: 'ping', args: '{"a":[1]}' })).toContainEqual({
    kind: 'log',
    text: '0',
  });
  expect(step({ kind: 'reply', call: 1, reply: '{"b":[2]}' })).toEqual([
    { kind: 'log', text: '0 2' },
  ]);
});

test('no function is made from a string, by whatever constructor', async () => {
  const body = `
    const made = [node.log, node.to, apply, setTimeout, async () => {}, function* () {}].map((each) => {
      try { return each.constructor('return 1')() } catch (error) { return error.name; }
    });
    try { made.push((0, eval)('1')); } catch (error) { made.push(error.name); }
    return made;`;
  expect(await returned(body)).toEqual(Array.from({ length: 7 }, () => 'EvalError'));
});

test('a function does not see the code of the bridge that called it', async () => {
  // Only code that is not strict may ask for its caller; a bundle of modules has such code all the same.
  const before = `
    function asked() { return asked.caller; }
    function tag() { return String(tag.caller); }
    const spied = Object.create(Object.defineProperty({}, Symbol.toStringTag, { get: tag }));`;
  const body = `
    node.serve({ other: asked });
    node.log(spied);
    return null;`;
  const step = await ran(body, before);
  expect(step(RUN)).toContainEqual({ kind: 'log', text: 'Object [null] {}' });
  expect(step({ kind: 'request', call: 2, method: 'other', args: '1' })).toEqual([
    { kind: 'respond', call: 2, reply: 'null' },
  ]);
});

test('console writes as in Node, whatever it is given and whoever has patched what it uses', async () => {
  const step = await ran(`
    const map = new Map([['a', [1, 'x']]]);
    const bad = () => { throw new Error('patched'); };
    console.log('term %d of %s', 3, 'server', { votedFor: null, log: [{ term: 1 }] });
    console.log(new Map([['a', new Set([1])]]), new Date(5));
    console.group('group');
    console.warn('two\\nlines');
    console.groupEnd();
    console.assert(1 === 1, 'no');
    console.assert(false, 'at %d', 5);
    console.count();
    console.count();
    console.time('t');
    console.timeEnd('t');
    console.table([1]);
    Array.prototype[Symbol.iterator] = Array.prototype.push = Array.prototype.slice = Array.prototype.map = bad;
    Map.prototype.entries = Map.prototype.get = RegExp.prototype.exec = String.prototype.slice = bad;
    Object.getOwnPropertyDescriptor = Object.keys = Reflect.ownKeys = JSON.stringify = bad;
    Object.defineProperty(Array.prototype, 0, { set: bad, configurable: true });
    console.log('%s and', 'words', map, { a: 'b c' }, new TypeError('no').message);
    return null;`);
  const lines = step(RUN).flatMap((effect) =>
    effect.kind === 'log' ? [effect.text] : [effect.kind],
  );
  expect(lines).toEqual([
    'term 3 of server { votedFor: null, log: [ { term: 1 } ] }',
    "Map(1) { 'a' => Set(1) { 1 } } 1970-01-01T00:00:00.005Z",
    'group',
    '  two\n  lines',
    'Assertion failed: at 5',
    'default: 1',
    'default: 2',
    't: 0ms',
    '[ 1 ]',
    "words and Map(1) { 'a' => [ 1, 'x' ] } { a: 'b c' } no",
    'return',
  ]);
});

test.each([
  'Intl',
  'WebAssembly',
  'SharedArrayBuffer',
  'Atomics',
  'WeakRef',
  'FinalizationRegistry',
  'process',
  'require',
  'fetch',
  'Buffer',
])('there is no %s', async (name) => {
  expect(await returned(`return typeof globalThis.${name};`)).toBe('undefined');
});

test.each([
  ['JSON', 'JSON.parse = JSON.stringify = bad;'],
  [
    'Reflect',
    'for (const key of Object.keys(Object.getOwnPropertyDescriptors(Reflect))) Reflect[key] = bad;',
  ],
  ['Promise', 'Promise.resolve = bad; Promise.prototype.then = bad;'],
  ['Map', 'Map.prototype.get = Map.prototype.set = Map.prototype.delete = bad;'],
  ['iteration', 'Array.prototype[Symbol.iterator] = bad;'],
  ['strings', 'String.prototype.slice = bad;'],
  ['numbers', 'Number.isFinite = Array.isArray = Math.floor = Math.max = Math.imul = bad;'],
  [
    'setters of elements',
    `for (let i = 0; i < 100; i++) for (const { prototype } of [Array, Object])
      Object.defineProperty(prototype, i, { set: bad, get: bad, configurable: true });`,
  ],
  ['globals', 'globalThis.Error = globalThis.Promise = globalThis.Proxy = globalThis.Map = bad;'],
])('code that patches %s changes nothing of the bridge', async (_what, patches) => {
  const step = await ran(
    `void node.peers[1].ping({ a: [1] });
    node.to('server-1');
    node.persister.save({ b: 2 });
    node.serve({ other: (args) => ({ other: args }) });
    apply({ c: 3 });
    setTimeout((x) => node.log('fired', x), 2, 'argument');
    clearTimeout(setTimeout(() => {}, 5));
    node.log('x'.repeat(100_007));
    queueMicrotask(() => node.log('later'));
    void Math.random();
    return [Date.now(), typeof Date(), new Date().getTime()];`,
    `const bad = () => { throw new Error('patched'); };\n${patches}`,
  );
  expect(step(RUN).filter(({ kind }) => kind !== 'observe')).toEqual([
    { kind: 'send', call: 1, to: 1, method: 'ping', args: '{"a":[1]}' },
    { kind: 'save', state: '{"b":2}', snapshot: null },
    { kind: 'emit', channel: 'apply', value: '{"c":3}' },
    { kind: 'set-timer', timer: 1, delayUs: 2_000 },
    { kind: 'set-timer', timer: 2, delayUs: 5_000 },
    { kind: 'clear-timer', timer: 2 },
    { kind: 'log', text: `${'x'.repeat(100_000)}... 7 more letters` },
    { kind: 'return', invocation: 1, value: '[1000,"string",1000]' },
    { kind: 'log', text: 'later' },
  ]);
  expect(step({ kind: 'timer', timer: 1 })).toEqual([{ kind: 'log', text: 'fired argument' }]);
  expect(step({ kind: 'request', call: 2, method: 'other', args: '[4]' })).toEqual([
    { kind: 'respond', call: 2, reply: '{"other":[4]}' },
  ]);
});

test('code that fails after it patched what errors are made of still fails', async () => {
  const step = await ran(
    `void node.peers[1].ping({ a: [() => 1] });`,
    'Error.prototype.toString = globalThis.Error = () => { throw 1; };',
  );
  expect(step(RUN)).toEqual([
    expect.objectContaining({
      kind: 'fail',
      message: 'Error: ping args.a[0] is a function, not a JSON value',
    }),
  ]);
});
