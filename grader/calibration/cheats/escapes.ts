import { NOBODY_LEADS, raftThatTries, type Cheat, type End } from './cheat.ts';

/** Whether an object was made in another realm than that of the code; for use in a cheat's own code. */
const FOREIGN = `
const isForeign = (value) => {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false;
  let root = value;
  for (let up; (up = Object.getPrototypeOf(root)) !== null; ) root = up;
  return root !== value && root !== Object.prototype;
};
`;

/** Finds an error that Node throws where a stack overflows while another error is made into text. */
const HOST_ERROR = `${FOREIGN}
const hostError = () => {
  let found = null;
  let left = 300;
  const fall = () => {
    try {
      fall();
    } catch (error) {
      try { new Error().stack; } catch (other) { if (isForeign(other)) found = other; }
      if (left-- > 0) throw error;
    }
  };
  try { fall(); } catch {}
  return found;
};
const hostObject = () => {
  let root = hostError();
  for (let up; (up = Object.getPrototypeOf(root)) !== null; ) root = up;
  return root.constructor;
};
`;

const COMPUTED: End = { kind: 'does-not-compile', words: 'nothing that is computed' };

function escape(name: string, sentence: string, attempt: string, before = FOREIGN): Cheat {
  const files = raftThatTries(attempt, before);
  const cheat: Cheat = { name, lab: 'raft', sentence, files, comesTo: NOBODY_LEADS };
  // What an overflow leads to in practice hangs on how much stack is left, and nothing is frozen there.
  return before === HOST_ERROR ? { ...cheat, isGradedOnly: true } : cheat;
}

/** Ways out of the realm, tried by a server that says so when it got anywhere. */
export const ESCAPES: readonly Cheat[] = [
  escape(
    'constructor-of-constructor',
    'Makes a function that returns the process out of a string.',
    `return node.log.constructor.constructor('return process')();`,
  ),
  escape('indirect-eval', 'Evaluates a string.', `return (0, eval)('1 + 1');`),
  escape(
    'constructors-of-other-functions',
    'Makes generators and async functions out of strings.',
    `for (const made of [async () => {}, function* () {}, async function* () {}]) {
      try { if (made.constructor('return 1')) return 'a function'; } catch {}
    }`,
  ),
  escape(
    'timer-of-a-string',
    'Gives a timer a string to evaluate.',
    `globalThis.fired = loot; setTimeout('fired("a timer")', 1);`,
  ),
  {
    ...escape(
      'computed-import',
      'Imports a module whose name is put together at run time.',
      `void import(['node', 'fs'].join(':')).then((fs) => loot(fs), (error) => loot(isForeign(error)));`,
    ),
    comesTo: COMPUTED,
  },
  escape(
    'computed-require',
    'Requires a module whose name is put together at run time.',
    `return require(['node', 'fs'].join(':'));`,
  ),
  escape(
    'process-binding',
    'Asks the process for its bindings.',
    `return globalThis.process && process.binding('fs');`,
  ),
  escape(
    'names-of-node',
    'Looks for anything that only Node has.',
    `return ['process', 'require', 'module', 'exports', 'Buffer', 'fetch', 'global', '__dirname', 'navigator',
      'WebSocket', 'Worker', 'MessageChannel', 'BroadcastChannel', 'structuredClone.caller'].find((name) => name in globalThis);`,
  ),
  escape(
    'this-of-a-plain-function',
    'Reaches what calls it through the caller of a plain function.',
    `const { spy } = plain; return node.log({ toJSON: spy }) ?? plain.seen;`,
    `import * as plain from './plain.js';`,
  ),
  escape(
    'call-sites',
    'Asks the frames of a stack for their functions and objects.',
    `Error.prepareStackTrace = (_, frames) => frames;
    const frames = new Error().stack;
    delete Error.prepareStackTrace;
    return frames.find((frame) => isForeign(frame) || frame.getThis() || frame.getFunction() || frame.getEvalOrigin());`,
  ),
  escape(
    'error-of-an-overflow-can-be-changed',
    'Gets an error of Node by an overflow, and changes built-ins that the program around it uses.',
    `const object = hostObject();
    const array = object.keys({}).constructor;
    const text = object('').constructor;
    const places = [object, object.prototype, object.constructor.prototype, array.prototype, text.prototype,
      hostError().constructor, Object.getPrototypeOf(hostError().constructor), ''.match.call('x', /x/).constructor];
    for (const place of places) {
      if (!isForeign(place)) continue;
      try { place.left = 1; return 'a place for state'; } catch {}
    }
    try { array.prototype.every = () => true; return 'what compares realms'; } catch {}
    try { Object.getPrototypeOf(hostError().constructor).stackTraceLimit = { left: 1 }; return 'the limit'; } catch {}`,
    HOST_ERROR,
  ),
  escape(
    'error-of-an-overflow-makes-code',
    'Gets an error of Node by an overflow, and makes a function of a string with its constructor.',
    `return hostError().constructor.constructor('return process')();`,
    HOST_ERROR,
  ),
  escape(
    'last-match-of-another-realm',
    'Leaves a text where the expressions of the program around it keep what they matched last.',
    `const regexp = hostObject()('x').match('x').constructor; hostObject()('left').match('left');
    return isForeign(regexp) && (regexp.lastMatch || regexp.$_ || regexp['$&']);`,
    HOST_ERROR,
  ),
  escape(
    'proxy-at-the-boundary',
    'Sends a proxy, and looks at what its traps are given.',
    `const seen = (...given) => given.some(isForeign) && loot('an argument of a trap');
    const traps = Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, (...given) => {
      seen(...given); return Reflect[name](...given);
    }]));
    void node.peers[1].ping(new Proxy({ a: new Proxy([1], traps) }, traps));
    node.log(new Proxy({}, traps));
    node.persister.save(new Proxy({ b: 1 }, traps));`,
  ),
  escape(
    'conversions-at-the-boundary',
    'Gives objects where numbers and texts are wanted, and looks at what converts them.',
    `const spy = { [Symbol.toPrimitive](...given) { if (given.some(isForeign) || isForeign(this)) loot('a hint'); return 1; } };
    setTimeout(() => {}, spy); node.log(spy, { toString: spy[Symbol.toPrimitive] });
    try { node.to(spy); } catch (error) { if (isForeign(error)) return 'an error'; }
    try { node.serve(1n); } catch (error) { if (isForeign(error)) return 'an error'; }
    try { structuredClone(() => {}); } catch (error) { if (isForeign(error)) return 'an error'; }`,
  ),
  escape(
    'thenable-at-the-boundary',
    'Answers with an object of its own that has a then, and looks at what it is given.',
    `node.serve({ odd: () => ({ then(...given) { if (given.some(isForeign)) loot('a function'); given[0](1); } }) });
    void node.peers[0].odd(1);`,
  ),
  escape(
    'promises-of-its-own',
    'Puts its own code under the promises that the bridge makes.',
    `const { then } = Promise.prototype;
    Promise.prototype.then = function (...given) {
      if (isForeign(this) || given.some((each) => isForeign(each))) loot('a promise');
      return Reflect.apply(then, this, given);
    };
    Object.defineProperty(Promise, Symbol.species, { get() { return class extends Promise {}; } });
    void node.peers[1].ping(1).then((reply) => isForeign(reply) && loot('a reply'));`,
  ),
  escape(
    'shared-memory',
    'Looks for memory that two servers could share, and for what waits on it.',
    `return ['SharedArrayBuffer', 'Atomics', 'WebAssembly'].find((name) => name in globalThis)
      ?? new Int8Array(new ArrayBuffer(1)).buffer.constructor.name.startsWith('Shared');`,
  ),
  escape(
    'signs-of-the-machine',
    'Looks for what shows the garbage collector, the language or the zone of the machine.',
    `return ['Intl', 'WeakRef', 'FinalizationRegistry'].find((name) => name in globalThis)
      ?? (new Date(0).getTimezoneOffset() === 0 ? '' : 'a time zone');`,
  ),
  escape(
    'real-time',
    'Looks for a clock that shows the real time.',
    `return [Date.now(), new Date().getTime(), performance.now() + performance.timeOrigin, Date.parse(Date())]
      .find((time) => time > 1e9);`,
  ),
  escape(
    'prototypes-of-descriptors',
    'Pollutes Object.prototype, so that descriptors and options of others mean something else.',
    `for (const name of ['get', 'set', 'value', 'writable', 'then', 'toJSON', 'constructor', 'length', 'at', 'to']) {
      try {
        Object.defineProperty(Object.prototype, name, {
          __proto__: null, configurable: true,
          get() { return isForeign(this) ? loot(name) : undefined; },
          set(value) { if (isForeign(this)) loot(name); },
        });
      } catch {}
    }
    node.log({}); node.persister.save({ a: 1 }); void node.peers[1].ping({});`,
  ),
  escape(
    'has-instance',
    'Lies about what is an instance of what.',
    `Object.defineProperty(Error, Symbol.hasInstance, { value: (what) => (isForeign(what) && loot(what), true) });
    Object.defineProperty(Function.prototype, Symbol.hasInstance, { value: () => true });
    node.log(1, {}); throw new Error();`,
  ),
].map((each) =>
  each.name === 'this-of-a-plain-function'
    ? {
        ...each,
        files: {
          ...each.files,
          'src/raft/plain.js': `
exports.seen = '';
exports.spy = function spy() {
  const { caller } = spy;
  if (caller !== null) exports.seen = String(caller);
  return 1;
};
`,
        },
      }
    : each,
);
