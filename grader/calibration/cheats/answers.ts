import type { Cheat } from './cheat.ts';

type Fails = Extract<Cheat['comesTo'], { readonly kind: 'fails' }>['in'];

function cheat(
  lab: string,
  name: string,
  sentence: string,
  files: Cheat['files'],
  fails: Fails,
): Cheat {
  return { name, lab, sentence, files, comesTo: { kind: 'fails', in: fails } };
}

/** A clerk that keeps all data in a place of its own, and asks no server. */
function hoardingClerk(place: string): string {
  return `
const data = (() => { ${place} })();
export default class Clerk {
  async get(key) {
    const item = data.get(key);
    return item === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...item };
  }
  async put(key, value, version) {
    const current = data.get(key)?.version ?? 0;
    if (current === 0 && version > 0) return { err: 'ErrNoKey' };
    if (current !== version) return { err: 'ErrVersion' };
    data.set(key, { value, version: version + 1 });
    return { err: 'OK' };
  }
}
`;
}

const MADE_UP = ['violated', 'a clerk answers nothing by itself'] as const;

const HOARDERS: readonly (readonly [name: string, where: string, place: string])[] = [
  ['a-module', 'in a variable of its module', 'return new Map();'],
  ['the-global-object', 'on the global object', 'return (globalThis.data ??= new Map());'],
  ['a-prototype', 'on the prototype of arrays', 'return (Array.prototype.data ??= new Map());'],
  ['a-symbol', 'under a registered symbol', `return (Function[Symbol.for('data')] ??= new Map());`],
  ['a-built-in', 'on a built-in function', 'return (JSON.parse.data ??= new Map());'],
  [
    'a-proxy',
    'in a proxy that takes the place of a global',
    `const data = new Map();
    globalThis.Math = new Proxy(Math, { get: (math, key) => (key === 'data' ? data : math[key]) });
    return Math.data;`,
  ],
];

const clerk = (text: string): Cheat['files'] => ({ 'src/kvserver/clerk.ts': text });
const clerkOf = (get: string, put: string): Cheat['files'] =>
  clerk(`
export default class Clerk {
  constructor(node, server) { this.node = node; this.server = node.to(server); }
  async get(key) { ${get} }
  async put(key, value, version) { ${put} }
}
`);

/** Answers that nobody has worked for. */
export const ANSWERS: readonly Cheat[] = [
  ...HOARDERS.map(([name, where, place]) =>
    cheat(
      'kvserver',
      `clerk-keeps-data-in-${name}`,
      `A clerk that keeps all data ${where}.`,
      clerk(hoardingClerk(place)),
      { 'one-client': MADE_UP, 'several-clients': ['violated'], 'unreliable-net': MADE_UP },
    ),
  ),
  cheat(
    'kvserver',
    'many-clerks-ask-nobody',
    'A hundred thousand clerks of one process that share a variable, so that no server has to remember anything.',
    clerk(hoardingClerk('return new Map();')),
    { 'memory-large-values': ['violated', 'Every client asks the server'] },
  ),
  cheat(
    'kvraft',
    'replicated-clerk-keeps-data',
    'A clerk of the replicated store that keeps all data, and asks no server.',
    { 'src/kvraft/clerk.ts': hoardingClerk('return new Map();') },
    { 'kv-basic': MADE_UP, 'kv-speed': MADE_UP, 'kv-snapshot-recover': MADE_UP },
  ),
  cheat(
    'shardkv',
    'sharded-clerk-keeps-data',
    'A clerk of the sharded store that keeps all data, and asks no server.',
    { 'src/shardkv/clerk.ts': hoardingClerk('return new Map();') },
    { 'one-group': MADE_UP, 'one-clerk': MADE_UP },
  ),
  cheat(
    'kvserver',
    'clerk-never-returns',
    'A clerk whose calls never return.',
    clerkOf('return new Promise(() => {});', 'return new Promise(() => {});'),
    { 'one-client': ['stalled', 'to return within'] },
  ),
  cheat(
    'kvserver',
    'clerk-always-says-maybe',
    'A clerk that says ErrMaybe to every put.',
    clerkOf(`return { err: 'ErrNoKey' };`, `return { err: 'ErrMaybe' };`),
    { 'one-client': ['violated'], 'unreliable-net': ['violated'] },
  ),
  cheat(
    'kvserver',
    'clerk-says-done-and-sends-nothing',
    'A clerk that says OK to every put without sending it.',
    clerkOf('return (await this.server.get({ key })) ?? this.get(key);', `return { err: 'OK' };`),
    { 'one-client': ['violated'] },
  ),
  cheat(
    'kvserver',
    'clerk-answers-itself',
    'A clerk that sends its calls to itself, and is its own server.',
    clerk(`
const data = new Map();
export default class Clerk {
  constructor(node) { this.self = node.to(node.name); node.serve(this); }
  async get(key) { return (await this.self.read({ key })) ?? this.get(key); }
  async put(key, value, version) { return (await this.self.write({ key, value, version })) ?? { err: 'ErrMaybe' }; }
  read({ key }) { const item = data.get(key); return item === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...item }; }
  write({ key, value, version }) {
    const current = data.get(key)?.version ?? 0;
    if (current === 0 && version > 0) return { err: 'ErrNoKey' };
    if (current !== version) return { err: 'ErrVersion' };
    data.set(key, { value, version: version + 1 });
    return { err: 'OK' };
  }
}
`),
    { 'one-client': MADE_UP },
  ),
  cheat(
    'kvserver',
    'lock-that-never-blocks',
    'A lock that everybody gets at once.',
    {
      'src/kvserver/lock.ts': 'export default class Lock { async acquire() {} async release() {} }',
    },
    {
      'lock-basic': ['violated'],
      'lock-one-client': ['violated', 'without having asked the store'],
      'lock-in-doubt': ['violated'],
    },
  ),
  cheat(
    'kvserver',
    'lock-that-waits-a-while',
    'A lock that knows for how long the others hold it, and blocks for so long.',
    {
      'src/kvserver/lock.ts': `
export default class Lock {
  async acquire() { await new Promise((resolve) => setTimeout(resolve, 5_000 * Math.random())); }
  async release() {}
}
`,
    },
    { 'lock-basic': ['violated'], 'lock-many-clients': ['violated'] },
  ),
  cheat(
    'kvserver',
    'lease-by-its-own-clock',
    'A lease lock whose tokens are the time of day.',
    {
      'src/kvserver/lease-lock.ts': `
export default class Lock {
  constructor(clerk, name, leaseMs) { this.clerk = clerk; this.leaseMs = leaseMs; }
  async acquire() { await this.clerk.get('x'); return Math.floor(Date.now()); }
  async release() {}
  async write(key, value) { return { err: 'OK' }; }
  async read(key) { return { err: 'ErrNoKey' }; }
}
`,
    },
    { 'lease-handover': ['violated'] },
  ),
  cheat(
    'raft',
    'leader-by-birth',
    'Server 0 leads from the start, and asks for no votes.',
    {
      'src/raft/raft.ts': `
export default class Raft {
  constructor(node, apply) { this.node = node; this.apply = apply; this.count = 0; }
  getState() { return { term: 1, isLeader: this.node.me === 0 }; }
  start(command) {
    if (this.node.me !== 0) return { isLeader: false };
    const index = ++this.count;
    for (const peer of this.node.peers) void peer.tell({ command, commandIndex: index });
    return { isLeader: true, index, term: 1 };
  }
  tell(message) { this.apply(message); return null; }
  snapshot() {}
}
`,
    },
    { 'fail-agree': ['violated', 'votes of a majority'], 're-election': ['violated'] },
  ),
  cheat(
    'raft',
    'applies-without-agreement',
    'A leader applies a command as soon as it has it.',
    {
      'src/raft/raft.ts': `
import Reference from './reference.ts';
export default class Raft extends Reference {
  constructor(node, apply) {
    let applied = 0;
    const once = (message) => { if (message.commandIndex > applied) { applied = message.commandIndex; apply(message); } };
    super(node, once);
    this.once = once;
  }
  start(command) {
    const started = super.start(command);
    if (started.isLeader) queueMicrotask(() => this.once({ command, commandIndex: started.index }));
    return started;
  }
}
`,
      'src/raft/reference.ts': '@reference:src/raft/raft.ts@',
    },
    { 'fail-no-agree': ['violated'] },
  ),
  cheat(
    'raft',
    'everybody-leads',
    'Every server leads a term of its own.',
    {
      'src/raft/raft.ts': `
export default class Raft {
  constructor(node) { this.me = node.me; }
  getState() { return { term: this.me + 1, isLeader: true }; }
  start() { return { isLeader: true, index: 1, term: this.me + 1 }; }
  snapshot() {}
}
`,
    },
    { 'basic-agree': ['violated', 'votes of a majority'] },
  ),
  cheat(
    'raft',
    'replies-to-other-calls',
    'A server that answers calls of others: it sends replies with numbers of calls that were never made to it.',
    {
      'src/raft/raft.ts': `
export default class Raft {
  constructor(node) {
    for (let call = 0; call < 50; call++) void node.peers[(node.me + 1) % 3].respond({ call, reply: { term: 1, voteGranted: true } });
    for (let call = 0; call < 50; call++) void node.peers[(node.me + 1) % 3].reply({ kind: 'reply', call, reply: '{}' });
  }
  respond(reply) { return reply; }
  reply(reply) { return reply; }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`,
    },
    { 'initial-election': ['stalled'] },
  ),
  cheat(
    'raft',
    'knows-the-size-of-the-cluster',
    'Works with five servers only, and leads by birth with three.',
    {
      'src/raft/raft.ts': `
import Reference from './reference.ts';
class ByBirth {
  constructor(node, apply) { this.node = node; this.apply = apply; this.count = 0; }
  getState() { return { term: 1, isLeader: this.node.me === 0 }; }
  start(command) { return this.node.me === 0 ? { isLeader: true, index: ++this.count, term: 1 } : { isLeader: false }; }
  snapshot() {}
}
export default class Raft {
  constructor(node, apply) { return node.peers.length === 5 ? new Reference(node, apply) : new ByBirth(node, apply); }
}
`,
      'src/raft/reference.ts': '@reference:src/raft/raft.ts@',
    },
    { 'basic-agree': ['violated'], 're-election': ['violated'] },
  ),
  cheat(
    'raft',
    'knows-the-seeds',
    'Has learned the leader of each seed by heart: by the first number that chance gives it.',
    {
      'src/raft/raft.ts': `
const known = { 0: 1, 1: 2, 2: 0 };
export default class Raft {
  constructor(node) { this.leads = known[Math.floor(Math.random() * 3)] === node.me; }
  getState() { return { term: 1, isLeader: this.leads }; }
  start() { return this.leads ? { isLeader: true, index: 1, term: 1 } : { isLeader: false }; }
  snapshot() {}
}
`,
    },
    { 'basic-agree': ['violated'] },
  ),
  cheat(
    'raft',
    'knows-the-test-by-time',
    'Stops working after the first second, when a short test is over.',
    {
      'src/raft/raft.ts': `
import Reference from './reference.ts';
export default class Raft extends Reference {
  start(command) { return Date.now() < 1_000 ? super.start(command) : { isLeader: false }; }
}
`,
      'src/raft/reference.ts': '@reference:src/raft/raft.ts@',
    },
    { rejoin: ['stalled'] },
  ),
  cheat(
    'kvraft',
    'server-answers-before-the-log',
    'A server that answers at once, and sends what it was asked through the log later.',
    {
      'src/kvraft/server.ts': `
import Reference from './reference-server.ts';
export default class Server extends Reference {
  async put(args) { void super.put(args); return { err: 'OK' }; }
}
`,
      'src/kvraft/reference-server.ts': '@reference:src/kvraft/server.ts@',
    },
    { 'kv-concurrent': ['violated'] },
  ),
  cheat(
    'kvraft',
    'tells-what-it-has-not-done',
    "A state machine of its own that tells the tests of operations which the tests' machine never did.",
    {
      'src/kvraft/rsm.ts': `
import Reference from './reference-rsm.ts';
export default class Rsm extends Reference {
  constructor(node, machine, options) {
    super(node, machine, options);
    machine.report?.({ did: { add: 5, tag: 1 }, position: 1, counter: 5 });
  }
}
`,
      'src/kvraft/reference-rsm.ts': '@reference:src/kvraft/rsm.ts@',
    },
    { 'rsm-basic': ['violated'] },
  ),
  cheat(
    'queue',
    'confirms-and-forgets',
    'A broker that confirms every message and keeps none.',
    {
      'src/queue/broker.ts': `
export default class Broker {
  deadLetters() { return []; }
  publish() { return null; }
  subscribe() { return null; }
  settle() { return null; }
}
`,
    },
    { calm: ['stalled'] },
  ),
  cheat(
    'queue',
    'publisher-confirms-itself',
    'A publisher that says that a message is there, and sends it later or never.',
    {
      'src/queue/publisher.ts': `
export default class Publisher {
  constructor(node, broker) { this.broker = node.to(broker); this.count = 0; }
  async publish(body) { void this.broker.publish({ id: 'x' + Math.random(), body }); }
}
`,
    },
    { 'confirm-lost': ['stalled'] },
  ),
  cheat(
    'queue',
    'broker-buries-everything',
    'A broker for which every message is a dead letter at once.',
    {
      'src/queue/broker.ts': `
export default class Broker {
  dead = [];
  deadLetters() { return this.dead; }
  publish({ body }) { this.dead.push(body); return null; }
  subscribe() { return null; }
  settle() { return null; }
}
`,
    },
    { calm: ['violated'] },
  ),
  cheat(
    'mapreduce',
    'writes-no-output',
    'A worker that reports every task as done, and writes nothing.',
    {
      'src/mapreduce/worker.ts': `export default class Worker { async run() {} }`,
      'src/mapreduce/coordinator.ts': `export default class Coordinator { done() { return true; } }`,
    },
    { 'word-count': ['violated'] },
  ),
  cheat(
    'mapreduce',
    'one-worker-does-all',
    'The first worker does all the work; the others wait until it is done.',
    {
      'src/mapreduce/worker.ts': `
import Reference from './reference-worker.ts';
export default class Worker {
  constructor(node, ...rest) {
    this.isFirst = node.name.endsWith('0');
    if (this.isFirst) return new Reference(node, ...rest);
  }
  async run() { await new Promise((resolve) => setTimeout(resolve, 1e9)); }
}
`,
      'src/mapreduce/reference-worker.ts': '@reference:src/mapreduce/worker.ts@',
    },
    { 'map-parallelism': ['stalled'] },
  ),
  cheat(
    'shardkv',
    'controller-without-a-log',
    'Each controller keeps a configuration of its own.',
    {
      'src/shardkv/controller.ts': `
export default class Controller {
  constructor(node) { this.configs = [{ num: 0, shards: new Array(10).fill(0), groups: {} }]; }
  submit() { return { err: 'OK', value: this.configs[0] }; }
}
`,
    },
    { 'initial-query': ['crashed'] },
  ),
];
