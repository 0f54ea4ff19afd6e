import type { Cheat, End } from './cheat.ts';

function raftIn(constructor: string): Cheat['files'] {
  return {
    'src/raft/raft.ts': `
export default class Raft {
  constructor(node, apply) { ${constructor} }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
  large() { return 'x'.repeat(2 ** 28); }
  ping() { return 1; }
}
`,
  };
}

function overrun(words: string): End {
  return { kind: 'fails', in: { 'initial-election': ['overrun', words] } };
}

const OUT_OF_MEMORY = 'most likely because it needed more than';

function flood(name: string, sentence: string, constructor: string, comesTo: End): Cheat {
  return { name, lab: 'raft', sentence, files: raftIn(constructor), comesTo, isGradedOnly: true };
}

/** What takes more memory, messages or room than anybody has. */
export const FLOODS: readonly Cheat[] = [
  flood(
    'memory-of-arrays',
    'Fills arrays until nothing is left.',
    'const all = []; for (;;) all.push(new Array(100_000).fill(all.length));',
    overrun(OUT_OF_MEMORY),
  ),
  {
    ...flood(
      'memory-of-strings',
      'Fills a map with strings until nothing is left.',
      `const all = new Map(); for (let i = 0; ; i++) all.set(i, [...String(i).padEnd(100_000, 'x')].join(''));`,
      overrun(''),
    ),
    isSlow: true,
  },
  {
    ...flood(
      'memory-outside-of-the-heap',
      'Takes array buffers, which are on no heap, until nothing is left.',
      'const all = []; for (;;) all.push(new Uint8Array(2 ** 26).fill(1));',
      { kind: 'fails', in: { 'initial-election': ['crashed', 'Array buffer allocation failed'] } },
    ),
    needsLimits: true,
  },
  flood(
    'log-lines',
    'Writes a million lines into the log.',
    `for (let i = 0; i < 1e6; i++) node.log('x'.repeat(2_000));`,
    overrun('letters in one step'),
  ),
  flood(
    'messages',
    'Sends a hundred thousand messages at once.',
    'for (let i = 0; i < 1e5; i++) void node.peers[1].ping(i);',
    overrun('more than 10000 messages'),
  ),
  flood(
    'timers',
    'Sets a million timers at once.',
    'for (let i = 0; i < 1e6; i++) setTimeout(() => {}, 1e9);',
    overrun('more than 10000 messages'),
  ),
  flood(
    'a-reply-of-256-mb',
    'Answers a call with 256 MB.',
    'if (node.me === 0) void node.peers[1].large();',
    overrun('letters in one step'),
  ),
  flood(
    'a-state-without-end',
    'Saves 100 MB as its state.',
    `node.persister.save(Array.from({ length: 100 }, () => 'x'.repeat(1e6)));`,
    overrun('letters in one step'),
  ),
  flood(
    'nested-json',
    'Sends an array a hundred thousand levels deep.',
    'let deep = []; for (let i = 0; i < 1e5; i++) deep = [deep]; void node.peers[1].ping(deep);',
    { kind: 'fails', in: { 'initial-election': ['crashed', 'nested too deeply'] } },
  ),
  flood(
    'nested-behind-a-to-json',
    'Sends a plain object whose inherited toJSON makes it a thousand levels deep.',
    `let deep = []; for (let i = 0; i < 1e3; i++) deep = [deep];
    class A { toJSON() { return deep; } } class B extends A {}
    for (const peer of node.peers) void peer.ping(new B());`,
    { kind: 'fails', in: { 'initial-election': ['stalled'] } },
  ),
  flood(
    'a-message-of-an-error',
    'Throws an error whose message has 30 MB.',
    `throw new Error('x'.repeat(3e7));`,
    { kind: 'fails', in: { 'initial-election': ['crashed', 'xxx'] } },
  ),
  {
    ...flood('records-over-time', 'A broker that writes new records in each millisecond.', '', {
      kind: 'fails',
      in: { calm: ['overrun', 'bytes are on one disk'] },
    }),
    lab: 'queue',
    files: {
      'src/queue/broker.ts': `
export default class Broker {
  constructor(node) {
    let written = 0;
    const text = 'x'.repeat(1e6);
    setInterval(() => node.store.write({ ['record ' + written++]: text }), 1);
  }
  deadLetters() { return []; }
  subscribe() { return null; }
  publish() { return null; }
  settle() { return null; }
}
`,
    },
  },
  {
    ...flood(
      'timers-over-time',
      'Sets thousands of timers in each millisecond, none of which is ever due.',
      'const tick = () => { setTimeout(tick, 1); for (let i = 0; i < 5_000; i++) setTimeout(tick, 1e9); }; tick();',
      overrun('wait to happen'),
    ),
  },
  {
    ...flood(
      'messages-over-time',
      'Sends megabytes in each millisecond.',
      `const big = 'x'.repeat(4e6); const tick = () => { setTimeout(tick, 1); void node.peers[1].other(big); };
    node.serve({ other: () => new Promise(() => {}) }); tick();`,
      overrun('bytes'),
    ),
    isSlow: true,
  },
];
