import type { Cheat, End } from './cheat.ts';

function raftIn(constructor: string, before = ''): Cheat['files'] {
  return {
    'src/raft/raft.ts': `${before}
export default class Raft {
  constructor(node, apply) { ${constructor} }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
  ping(args) { return args; }
}
`,
  };
}

function crashed(words: string): End {
  return { kind: 'fails', in: { 'initial-election': ['crashed', words] } };
}

function odd(name: string, sentence: string, files: Cheat['files'], comesTo: End): Cheat {
  return { name, lab: 'raft', sentence, files, comesTo };
}

/** Throws, rejects and hands over odd values. */
export const WORDS: readonly Cheat[] = [
  odd('throws-null', 'Throws null.', raftIn('throw null;'), crashed('thrown: null')),
  odd(
    'throws-a-proxy',
    'Throws a proxy that throws whatever is asked of it.',
    raftIn(`throw new Proxy({}, new Proxy({}, { get() { throw 1; } }));`),
    crashed('an error that cannot be shown'),
  ),
  odd(
    'throws-what-has-no-text',
    'Throws an object whose conversion to a text throws.',
    raftIn(`throw { message: { toString() { throw 1; } } };`),
    crashed('an error that cannot be shown'),
  ),
  odd(
    'throws-a-verdict',
    'Throws an object that looks like a verdict that it passed.',
    raftIn(
      `throw { kind: 'passed', verdict: { kind: 'passed' }, message: 'passed', name: 'VerdictSignal' };`,
    ),
    crashed('VerdictSignal: passed'),
  ),
  odd(
    'rejects-with-a-symbol',
    'Leaves a rejection unhandled whose reason is a symbol.',
    raftIn(`void Promise.reject(Symbol('x'));`),
    crashed('unhandled rejection'),
  ),
  odd(
    'rejects-with-a-promise-of-its-own',
    'Leaves a rejection unhandled of a promise whose members throw.',
    raftIn(`const own = Promise.reject(1);
    Object.setPrototypeOf(own, new Proxy(Promise.prototype, { get() { throw new Error('read'); } }));`),
    crashed('unhandled rejection'),
  ),
  odd(
    'forges-terminal-output',
    'Fails with words that would colour a terminal and look like a pass.',
    raftIn(
      `throw new Error('\\u001b[2K\\u001b[32m\\u2713 passed\\u001b[0m\\r\\n</script><script>1</script>');`,
    ),
    crashed('Error: '),
  ),
  odd(
    'default-export-is-a-proxy',
    'Exports a proxy in place of a class.',
    {
      'src/raft/raft.ts': `export default new Proxy(class {}, { construct() { throw 1; }, get() { throw 2; } });`,
    },
    crashed('thrown: 1'),
  ),
  odd(
    'export-with-a-getter',
    'Exports what is computed when it is read, and then is none.',
    {
      'src/raft/raft.ts': `export { raft as default }; let raft = 5;`,
    },
    crashed('the default export is a number'),
  ),
  odd(
    'class-of-nothing',
    'Its constructor returns another object, without the methods.',
    raftIn('return { __proto__: null };'),
    crashed('has no method getState()'),
  ),
  odd(
    'state-of-another-shape',
    'Tells a state that is none.',
    {
      'src/raft/raft.ts': `export default class Raft {
  getState() { return { term: '1', isLeader: { valueOf: 1 } }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}`,
    },
    crashed(''),
  ),
  odd(
    'state-with-members-of-objects',
    'Tells a state whose members are called as those of all objects are.',
    {
      'src/raft/raft.ts': `export default class Raft {
  getState() { return JSON.parse('{"term":1,"isLeader":true,"__proto__":{"term":2},"constructor":0,"toString":0}'); }
  start() { return JSON.parse('{"isLeader":true,"index":1,"term":1,"__proto__":null}'); }
  snapshot() {}
}`,
    },
    { kind: 'fails', in: { 'initial-election': ['violated'] } },
  ),
  odd(
    'applies-what-is-no-message',
    'Applies texts, numbers without end and nothing at all.',
    raftIn(`apply({ command: 1, commandIndex: 1e308 }); apply(null);`),
    crashed('apply() takes'),
  ),
  odd(
    'undefined-behind-a-to-json',
    'Saves an object whose inherited toJSON says that it is nothing.',
    raftIn(`class A { toJSON() {} } class B extends A {} node.persister.save(new B());`),
    crashed('save state is undefined as JSON'),
  ),
  odd(
    'two-answers-of-a-getter',
    'Sends an object whose members are others when they are read again.',
    raftIn(`let reads = 0;
    if (node.me === 0) void node.peers[1].ping({ get a() { return reads++ ? () => 1 : 1; }, b: 1n.constructor ? 2 : 1 });`),
    { kind: 'fails', in: { 'initial-election': ['stalled'] } },
  ),
  odd(
    'calls-nobody',
    'Sends to processes that there are not.',
    raftIn(`node.to('judge').verdict({ kind: 'passed' });`),
    crashed("there is no process 'judge'"),
  ),
  odd(
    'calls-methods-of-all-objects',
    'Calls constructors and prototypes of its peers as if they were handlers.',
    raftIn(
      `for (const name of ['constructor', '__proto__', 'hasOwnProperty']) void node.peers[1][name]({});`,
    ),
    crashed(''),
  ),
  odd(
    'hands-over-programs-of-its-own',
    "Replaces what hands the lab's programs over.",
    raftIn('', `leavePrograms = () => {};`),
    crashed('Assignment to constant variable'),
  ),
];
