import type { Cheat } from './cheat.ts';

/** A Raft that does this when it is asked for its state for the first time, which is at its start. */
function raftWith(members: string, before = ''): Cheat['files'] {
  return {
    'src/raft/raft.ts': `${before}
export default class Raft {
  ${members}
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`,
  };
}

/** Where memory grows with it, it may wait for the engine's collectors, and not compute. */
const ENDLESS = 'did not return';

function endless(name: string, sentence: string, files: Cheat['files'], isSlow = true): Cheat {
  return {
    name: `endless-${name}`,
    lab: 'raft',
    sentence,
    files,
    comesTo: { kind: 'fails', in: { 'initial-election': ['overrun', ENDLESS] } },
    isGradedOnly: true,
    ...(isSlow && { isSlow: true }),
  };
}

const inConstructor = (body: string): Cheat['files'] => raftWith(`constructor(node) { ${body} }`);

/** What never ends, or ends only after hours: each is a run's whole limit of processor time. */
export const ENDLESS_CHEATS: readonly Cheat[] = [
  endless(
    'built-in',
    'One call of a built-in that takes minutes, within which the engine looks at no limit.',
    inConstructor('const list = []; list.length = 2 ** 32 - 1; list.indexOf(1);'),
    false,
  ),
  endless('constructor', 'A loop in the constructor.', inConstructor('for (;;);')),
  endless('module', 'A loop in a module.', raftWith('', 'for (;;);')),
  endless('static-block', 'A loop in a static block.', raftWith('static { for (;;); }')),
  endless(
    'then-chain',
    'A chain of promises without end.',
    inConstructor('const next = () => Promise.resolve().then(next); next();'),
  ),
  endless(
    'caught-and-continued',
    'Catches whatever might end its loop.',
    inConstructor('for (;;) { try { for (;;); } catch {} finally { continue; } }'),
  ),
  endless(
    'getter',
    'A getter without end in what it sends.',
    inConstructor('void node.peers[1].ping({ get a() { for (;;); } });'),
  ),
  endless(
    'to-json',
    'An inherited toJSON without end in what it saves.',
    inConstructor(
      'class A { toJSON() { for (;;); } } class B extends A {} node.persister.save(new B());',
    ),
  ),
  endless(
    'proxy',
    'A proxy whose keys never end.',
    inConstructor('node.log(new Proxy({}, { ownKeys() { for (;;); } }));'),
  ),
  endless(
    'regular-expression',
    'An expression that tries exponentially many ways.',
    inConstructor(`/^(a+)+$/.test('a'.repeat(64) + 'b');`),
  ),
  endless(
    'comparator',
    'A comparison that sorts without end.',
    inConstructor('[1, 2, 3].sort(() => { for (;;); });'),
  ),
  endless(
    'name-of-an-error',
    'An error whose name takes for ever to read.',
    inConstructor('throw { message: 1, get name() { for (;;); } };'),
  ),
  endless('probe', 'A state that takes for ever to tell, once it is asked a second time.', {
    'src/raft/raft.ts': `
export default class Raft {
  asked = 0;
  getState() { if (this.asked++ > 0) for (;;); return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
  constructor() { setTimeout(() => {}, 10); }
}
`,
  }),
  endless(
    'big-integers',
    'A power of integers with millions of digits.',
    inConstructor('let n = 3n; for (let i = 0; i < 40; i++) n *= n;'),
  ),
  endless(
    'rejections',
    'Rejects, and handles each rejection with another.',
    inConstructor('const fall = () => Promise.reject(new Error()).catch(fall); fall();'),
  ),
  endless(
    'async-generator',
    'Consumes an async generator without end.',
    inConstructor(
      'const all = async function* () { for (;;) yield 1; }; (async () => { for await (const one of all()); })();',
    ),
  ),
  {
    name: 'timers-of-no-time',
    lab: 'raft',
    sentence: 'Timers of 0 ms that set each other for ever.',
    files: inConstructor('const tick = () => setTimeout(tick, 0); tick();'),
    comesTo: {
      kind: 'fails',
      in: { 'initial-election': ['overrun', 'without letting time pass'] },
    },
  },
  {
    name: 'timers-of-hardly-any-time',
    lab: 'raft',
    sentence: 'Timers of a microsecond that set each other for ever.',
    files: inConstructor('const tick = () => setTimeout(tick, 0.001); tick();'),
    comesTo: { kind: 'fails', in: { 'initial-election': ['overrun', 'events'] } },
    isSlow: true,
  },
  {
    name: 'messages-to-itself',
    lab: 'raft',
    sentence: 'Handlers that call themselves on all servers, twice for each call.',
    files: raftWith(
      'constructor(node) { this.node = node; if (node.me === 0) this.ping(); } ' +
        'ping() { for (const peer of this.node.peers) { void peer.ping(1); } return 1; }',
    ),
    comesTo: { kind: 'fails', in: { 'initial-election': ['overrun'] } },
    isSlow: true,
  },
];
