import { describe, expect, test } from 'vitest';
import {
  BOOT,
  benchOf,
  logged,
  failure,
  serverWith,
  type MakeFactory,
} from './server-bench.fixture.ts';
import { serverFailures } from './server-failures.fixture.ts';
import { storeContract } from './store-contract.fixture.ts';

/** What any implementation of `Server` must do. */
export function serverContract(name: string, makeFactory: MakeFactory): void {
  const { started, ran } = benchOf(makeFactory);
  /** Two random numbers of a server with this seed. */
  const draw = async (randomSeed: number) => {
    const { server } = await started(serverWith('return [Math.random(), Math.random()];'), {
      randomSeed,
    });
    return server.step({ kind: 'invoke', invocation: 0, method: 'run', args: '[]' }, 0);
  };

  describe(`${name}: a server`, () => {
    test('gives its effects in program order', async () => {
      const effects = await ran(`
        node.persister.save({ term: 1 }, 'snap');
        void node.peers[1].ping({ a: 1 });
        const timer = setTimeout(() => {}, 2.5);
        clearTimeout(timer);
        apply({ x: 1 });
        node.log('end', [1]);
        return 5;`);
      expect(effects).toEqual([
        { kind: 'save', state: '{"term":1}', snapshot: '"snap"' },
        { kind: 'send', call: 1, to: 1, method: 'ping', args: '{"a":1}' },
        { kind: 'set-timer', timer: 1, delayUs: 2_500 },
        { kind: 'clear-timer', timer: 1 },
        { kind: 'emit', channel: 'apply', value: '{"x":1}' },
        { kind: 'log', text: 'end [ 1 ]' },
        { kind: 'return', invocation: 1, value: '5' },
      ]);
    });

    test('finishes its microtasks within the step', async () => {
      const effects = await ran(`
        void (async () => { for (let i = 0; i < 3; i++) { await null; node.log(i); } })();
        node.log('first');`);
      expect(logged(effects)).toEqual(['first', '0', '1', '2']);
    });

    test('answers a request, and a request whose handler is async, in the same step', async () => {
      const { server } = await started(`export default class {
        run() {}
        plain(args) { return { got: args }; }
        async later(args) { await null; return args + 1; }
      }`);
      const ask = (method: string, args: string) =>
        server.step({ kind: 'request', call: 4, method, args }, 0);
      expect(ask('plain', '[1]')).toEqual([{ kind: 'respond', call: 4, reply: '{"got":[1]}' }]);
      expect(ask('later', '1')).toEqual([{ kind: 'respond', call: 4, reply: '2' }]);
      expect(failure(ask('absent', '1'))).toContain('a peer called absent()');
    });

    test('offers the handlers of what it served, after its own', async () => {
      const { server } = await started(`
        class Below { ping(args) { return ['below', args]; } under() { return this.x; } x = 1; }
        export default class {
          constructor(node) { node.serve(new Below()); }
          run() {}
          ping(args) { return ['own', args]; }
        }`);
      const ask = (method: string) =>
        server.step({ kind: 'request', call: 4, method, args: '1' }, 0);
      expect(ask('ping')).toEqual([{ kind: 'respond', call: 4, reply: '["own",1]' }]);
      expect(ask('under')).toEqual([{ kind: 'respond', call: 4, reply: '1' }]);
      expect(failure(ask('absent'))).toContain('neither this class nor any served object');
    });

    test('reaches any process by its name, and knows its own and its options', async () => {
      const effects = await ran(
        "void node.to('clerk').ping(1); return [node.me, node.name, node.options];",
      );
      expect(effects).toEqual([
        { kind: 'send', call: 1, to: 3, method: 'ping', args: '1' },
        { kind: 'return', invocation: 1, value: '[0,"server-0",{"limit":5}]' },
      ]);
      expect(failure(await ran("void node.to('nobody').ping(1);"))).toContain(
        `there is no process 'nobody'; there are ["server-0",`,
      );
    });

    test('loses module variables, statics and globals in a crash, and keeps its disk', async () => {
      const factory = await makeFactory(`
        let module = 0;
        export default class Counter {
          static statics = 0;
          constructor(node) {
            globalThis.globals = (globalThis.globals ?? 0) + 1;
            Array.prototype.patched ??= 0;
            Array.prototype.patched++;
            const { persister } = node;
            node.log(JSON.stringify([++module, ++Counter.statics, globalThis.globals, [].patched,
              persister.readState() ?? null, persister.readSnapshot() ?? null, persister.stateBytes]));
          }
          run() {}
        }`);
      const first = factory.create(BOOT);
      expect(logged(first.step({ kind: 'boot' }, 0))).toEqual(['[1,1,1,1,null,null,0]']);
      first.stop();
      const again = factory.create({ ...BOOT, state: '"ü"', snapshot: '[9]' });
      expect(logged(again.step({ kind: 'boot' }, 0))).toEqual(['[1,1,1,1,"ü",[9],4]']);
      expect(first.step({ kind: 'timer', timer: 1 }, 0)).toEqual([]);
    });

    test('shares nothing with another server of the same factory', async () => {
      const factory = await makeFactory(
        serverWith('globalThis.seen = (globalThis.seen ?? 0) + 1; return globalThis.seen;'),
      );
      const values = [0, 1].map((me) => {
        const server = factory.create({ ...BOOT, me, name: `server-${me}` });
        server.step({ kind: 'boot' }, 0);
        return server.step({ kind: 'invoke', invocation: 0, method: 'run', args: '[]' }, 0);
      });
      expect(values[0]).toEqual([{ kind: 'return', invocation: 0, value: '1' }]);
      expect(values[1]).toEqual(values[0]);
    });

    test('reads its own clock as Date and performance', async () => {
      const effects = await ran(
        'return [Date.now(), new Date().getTime(), performance.now(), new Date() instanceof Date];',
      );
      expect(effects).toEqual([{ kind: 'return', invocation: 1, value: '[1500,1500,1500,true]' }]);
    });

    test('reads the time of day from a clock that somebody has set, and performance from none', async () => {
      const { server } = await started(
        serverWith(
          'setTimeout(() => node.log(Date.now(), new Date(), performance.now(), new Date(5).getTime()), 1);',
        ),
      );
      server.step({ kind: 'invoke', invocation: 0, method: 'run', args: '[]' }, 0, 60_000_000);
      expect(logged(server.step({ kind: 'timer', timer: 1 }, 1_000, -400_000))).toEqual([
        '-399 1969-12-31T23:59:59.601Z 1 5',
      ]);
    });

    test('draws the same random numbers from the same seed, and others from another', async () => {
      expect(await draw(1)).toEqual(await draw(1));
      expect(await draw(1)).not.toEqual(await draw(2));
    });

    test('runs timers when told to: once, again and again, or never', async () => {
      const { server } = await started(
        serverWith(`
          setTimeout((x) => node.log('once', x), 1, 'argument');
          let ticks = 0;
          const every = setInterval(() => { node.log('tick'); if (++ticks === 2) clearInterval(every); }, 10);
          clearTimeout(setTimeout(() => node.log('never'), 5));`),
      );
      server.step({ kind: 'invoke', invocation: 0, method: 'run', args: '[]' }, 0);
      const fire = (timer: number) => server.step({ kind: 'timer', timer }, 0);
      expect(fire(1)).toEqual([{ kind: 'log', text: 'once argument' }]);
      expect(fire(1)).toEqual([]);
      expect(fire(2)).toEqual([
        { kind: 'set-timer', timer: 2, delayUs: 10_000 },
        { kind: 'log', text: 'tick' },
      ]);
      expect(fire(2).at(-1)).toEqual({ kind: 'clear-timer', timer: 2 });
      expect(fire(2)).toEqual([]);
      expect(fire(3)).toEqual([]);
    });

    test('gets the reply of a call, or undefined when it was lost', async () => {
      const { server } = await started(
        serverWith(`for (const to of [1, 2]) {
          void node.peers[to].ping(to).then((reply) => node.log(to, typeof reply, reply));
        }`),
      );
      server.step({ kind: 'invoke', invocation: 0, method: 'run', args: '[]' }, 0);
      const got = (call: number, reply: string | null) =>
        logged(server.step({ kind: 'reply', call, reply }, 0));
      expect(got(1, '{"ok":true}')).toEqual(['1 object { ok: true }']);
      expect(got(2, null)).toEqual(['2 undefined undefined']);
    });

    test('leaves out members that are undefined', async () => {
      expect(await ran('return { a: undefined, b: 1 };')).toEqual([
        { kind: 'return', invocation: 1, value: '{"b":1}' },
      ]);
    });

    test('survives code that patches the built-ins', async () => {
      const effects = await ran(
        `void node.peers[1].ping({ a: [1] });
        node.persister.save({ b: 2 });
        void (async () => { await null; node.log('awaited'); })();
        return 'fine';`,
        `const bad = () => { throw new Error('patched'); };
        Array.prototype.push = bad; JSON.stringify = bad; JSON.parse = bad;
        Promise.prototype.then = bad; Map.prototype.get = bad; Map.prototype.set = bad;`,
      );
      expect(effects).toEqual([
        { kind: 'send', call: 1, to: 1, method: 'ping', args: '{"a":[1]}' },
        { kind: 'save', state: '{"b":2}', snapshot: null },
        { kind: 'return', invocation: 1, value: '"fine"' },
        { kind: 'log', text: 'awaited' },
      ]);
    });

    test('gives what its probe says after a step, only when it changed', async () => {
      const source =
        'export default class { n = 0; state() { return this.n >> 1; } run() { this.n++; } }';
      const contract = { methods: ['run'], callbacks: [], probe: 'state' };
      const { server, effects } = await started(source, { contract });
      const observed = [
        effects,
        ...[1, 2, 3].map((invocation) =>
          server.step({ kind: 'invoke', invocation, method: 'run', args: '[]' }, 0),
        ),
      ].map((each) => each.flatMap((effect) => (effect.kind === 'observe' ? [effect.value] : [])));
      expect(observed).toEqual([['0'], [], ['1'], []]);
    });
  });
  describe(`${name}: a server`, () => serverFailures(benchOf(makeFactory)));
  describe(`${name}: a server with records`, () => storeContract(makeFactory));
}
