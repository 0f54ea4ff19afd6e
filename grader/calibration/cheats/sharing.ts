import type { Cheat, End } from './cheat.ts';

/** Commands are applied where they were started, and nowhere else. */
const NOBODY_ELSE_APPLIES: End = {
  kind: 'fails',
  in: { 'basic-agree': ['stalled', 'to be applied by'] },
};

/** A Raft of servers that say no more than hello: they share a log in a place that all of them reach. */
function raftSharing(place: string, whenStarted = ''): Cheat['files'] {
  return {
    'src/raft/raft.ts': `
const world = (() => { ${place} })();
world.log ??= [];
export default class Raft {
  constructor(node, apply) {
    this.me = node.me;
    this.done = 0;
    this.greetings = 0;
    this.majority = Math.floor(node.peers.length / 2);
    if (node.me !== 0) void node.peers[0].hello();
    ${whenStarted}
    setInterval(() => {
      while (this.done < world.log.length) apply({ command: world.log[this.done], commandIndex: ++this.done });
    }, 10);
  }
  hello() { this.greetings++; }
  getState() { return { term: 1, isLeader: this.me === 0 && this.greetings >= this.majority }; }
  start(command) {
    if (!this.getState().isLeader) return { isLeader: false };
    world.log.push(command);
    return { isLeader: true, index: world.log.length, term: 1 };
  }
  snapshot() {}
}
`,
  };
}

function sharing(name: string, where: string, place: string): Cheat {
  return {
    name: `shares-${name}`,
    lab: 'raft',
    sentence: `Servers share their log ${where}, and say no more than hello.`,
    files: raftSharing(place),
    comesTo: NOBODY_ELSE_APPLIES,
  };
}

/** Servers and clients that share more than the network, or keep more than their disk. */
export const SHARING: readonly Cheat[] = [
  sharing('a-module', 'in a variable of a module', 'return {};'),
  sharing(
    'a-static-field',
    'in a static field',
    'class World { static world = {}; } return World.world;',
  ),
  sharing('the-global-object', 'on the global object', 'return (globalThis.world ??= {});'),
  sharing(
    'a-prototype',
    'on the prototype of all arrays',
    'return (Array.prototype.world ??= {});',
  ),
  sharing('a-built-in-function', 'on a built-in function', 'return (Math.max.world ??= {});'),
  sharing(
    'a-registered-symbol',
    'under a registered symbol',
    `return (globalThis[Symbol.for('world')] ??= {});`,
  ),
  sharing(
    'the-prototype-of-globals',
    'on a proxy that it puts behind the global object',
    `if (!('world' in globalThis)) {
      const world = {};
      const { prototype } = Object;
      Object.setPrototypeOf(globalThis, new Proxy(prototype, { has: (_, key) => key === 'world' || key in prototype,
        get: (_, key) => (key === 'world' ? world : prototype[key]) }));
    }
    return globalThis.world;`,
  ),
  sharing(
    'what-only-syntax-reaches',
    'on the prototype of async functions',
    'return (Object.getPrototypeOf(async () => {}).world ??= {});',
  ),
  sharing('the-console', 'on the console', 'return (console.world ??= {});'),
  sharing('a-timer-function', 'on setTimeout', 'return (setTimeout.world ??= {});'),
  sharing(
    'a-template',
    'by the strings of a template, which are one object for all',
    'const of = (strings) => strings; const map = new WeakMap(); const key = of`x`; if (!map.has(key)) map.set(key, {}); return map.get(key);',
  ),
  {
    name: 'smuggles-a-world',
    lab: 'raft',
    sentence:
      'Servers hand each other one object by a built-in while they start, and put the built-in back at once.',
    files: raftSharing(
      'return (Array.prototype.world ??= {});',
      'if (node.me === node.peers.length - 1) delete Array.prototype.world;',
    ),
    comesTo: NOBODY_ELSE_APPLIES,
  },
  {
    name: 'state-survives-in-a-global',
    lab: 'raft',
    sentence: 'Keeps what must be on the disk on the global object, over a restart.',
    files: {
      'src/raft/raft.ts': `
import Reference from './reference.ts';
const disks = (globalThis.disks ??= new Map());
export default class Raft extends Reference {
  constructor(node, apply) {
    const disk = disks.get(node.me) ?? {};
    disks.set(node.me, disk);
    super({ ...node, persister: { save(state, snapshot) { disk.state = state; }, readState: () => disk.state,
      readSnapshot: () => undefined, stateBytes: 0, snapshotBytes: 0 } }, apply);
  }
}
`,
      'src/raft/reference.ts': '@reference:src/raft/raft.ts@',
    },
    comesTo: { kind: 'fails', in: { 'persist-1': ['violated'] } },
  },
  {
    name: 'locks-in-a-global',
    lab: 'kvserver',
    sentence: 'A lock that is kept on the global object, and asks no server.',
    files: {
      'src/kvserver/lock.ts': `
const held = (globalThis.held ??= new Set());
export default class Lock {
  constructor(clerk, name) { this.name = name; }
  async acquire() {
    while (held.has(this.name)) await new Promise((resolve) => setTimeout(resolve, 10));
    held.add(this.name);
  }
  async release() { held.delete(this.name); }
}
`,
    },
    comesTo: {
      kind: 'fails',
      in: {
        'lock-basic': ['violated'],
        'lock-many-clients': ['violated'],
        'lock-one-client': ['violated', 'asked the store'],
      },
    },
  },
  {
    name: 'servers-in-a-global',
    lab: 'kvraft',
    sentence: 'Servers keep one store on the global object, and answer without a log.',
    files: {
      'src/kvraft/server.ts': `
import Reference from './reference-server.ts';
const items = (globalThis.items ??= new Map());
export default class Server extends Reference {
  async get({ key }) {
    const item = items.get(key);
    return item === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...item };
  }
  async put({ key, value, version }) {
    const current = items.get(key)?.version ?? 0;
    if (current === 0 && version > 0) return { err: 'ErrNoKey' };
    if (current !== version) return { err: 'ErrVersion' };
    items.set(key, { value, version: version + 1 });
    return { err: 'OK' };
  }
}
`,
      'src/kvraft/reference-server.ts': '@reference:src/kvraft/server.ts@',
    },
    comesTo: { kind: 'fails', in: { 'kv-persist': ['violated'] } },
  },
  {
    name: 'messages-in-a-static-field',
    lab: 'queue',
    sentence:
      'A broker whose messages are in a static field, which it hopes to find after a restart.',
    files: {
      'src/queue/message-store.ts': `
import { MessageStore as OnDisk } from './on-disk.ts';
const rows = (globalThis.rows ??= new Map());
export class MessageStore extends OnDisk {
  static rows = rows;
  constructor() {
    super({
      bytes: 0,
      get: (key) => rows.get(key),
      keys: (prefix = '') => [...rows.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
      write: (changes) => {
        for (const [key, value] of Object.entries(changes)) {
          if (value === undefined) rows.delete(key);
          else rows.set(key, value);
        }
      },
    });
  }
}
`,
      'src/queue/on-disk.ts': '@reference:src/queue/message-store.ts@',
    },
    comesTo: { kind: 'fails', in: { 'broker-restarts': ['stalled'] } },
  },
  {
    name: 'coordinator-in-a-global',
    lab: 'mapreduce',
    sentence: 'Workers take their tasks from a list on the global object, and tell nobody.',
    files: {
      'src/mapreduce/coordinator.ts': `
const list = (globalThis.list ??= { jobs: 0, isDone: false });
export default class Coordinator {
  done() { return list.isDone; }
}
`,
      'src/mapreduce/worker.ts': `
const list = (globalThis.list ??= { jobs: 0, isDone: false });
export default class Worker {
  async run() { list.isDone = true; }
}
`,
    },
    comesTo: { kind: 'fails', in: { 'word-count': ['violated', 'before all output is there'] } },
  },
  {
    name: 'groups-share-a-global',
    lab: 'shardkv',
    sentence: 'Groups keep all keys on the global object, so that no shard has to be moved.',
    files: {
      'src/shardkv/server.ts': `
const items = (globalThis.items ??= new Map());
export default class ShardServer {
  get({ key }) {
    const item = items.get(key);
    return item === undefined ? { err: 'ErrNoKey' } : { err: 'OK', ...item };
  }
  put({ key, value, version }) {
    const current = items.get(key)?.version ?? 0;
    if (current === 0 && version > 0) return { err: 'ErrNoKey' };
    if (current !== version) return { err: 'ErrVersion' };
    items.set(key, { value, version: version + 1 });
    return { err: 'OK' };
  }
}
`,
    },
    comesTo: { kind: 'fails', in: { 'join-leave': ['violated'] } },
  },
];
