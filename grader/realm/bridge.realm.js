// Runs inside a server's realm, before the student's code. The host hands in numbers and strings and
// gets numbers and strings back: no host function, object or promise ever enters the realm. It keeps
// the primordials it needs, because student code may patch the globals afterwards.
(function bridge(bootText, effectsMax) {
  'use strict';
  const boot = JSON.parse(bootText);
  const { parse, stringify } = JSON;
  const { apply, getPrototypeOf, ownKeys } = Reflect;
  const { then } = Promise.prototype;
  const RealPromise = Promise;
  const RealDate = Date;
  const RealProxy = Proxy;
  const RealMap = Map;
  const RealError = Error;
  const isArray = Array.isArray;
  const isFinite = Number.isFinite;
  const floor = Math.floor;
  const max = Math.max;
  const imul = Math.imul;
  const ObjectPrototype = Object.prototype;
  const nullObject = () => ({ __proto__: null });
  const mapGet = RealMap.prototype.get;
  const mapSet = RealMap.prototype.set;
  const mapDelete = RealMap.prototype.delete;

  // Effects of the current step, four slots each: kind, number, number, text (and a fifth for a second text).
  const SLOTS = 5;
  const outbox = nullObject();
  let written = 0;
  let dead = false;
  const put = (kind, a, b, text, text2) => {
    if (dead) return;
    if (written >= effectsMax) {
      dead = true;
      const at = (written - 1) * SLOTS;
      outbox[at] = 'flood';
      outbox[at + 1] = 0;
      outbox[at + 2] = 0;
      outbox[at + 3] = 'more than ' + effectsMax + ' messages, timers or log lines in one step';
      outbox[at + 4] = '';
      return;
    }
    const at = written * SLOTS;
    outbox[at] = kind;
    outbox[at + 1] = a;
    outbox[at + 2] = b;
    outbox[at + 3] = text;
    outbox[at + 4] = text2;
    written++;
  };

  const describe = (error) => {
    try {
      if (typeof error === 'object' && error !== null && 'message' in error) {
        return ['' + (error.name || 'Error') + ': ' + error.message, '' + (error.stack || '')];
      }
      return ['thrown: ' + (typeof error === 'string' ? error : show(error)), ''];
    } catch {
      return ['an error that cannot be shown', ''];
    }
  };
  const fail = (error) => {
    const text = describe(error);
    put('fail', 0, 0, text[0], text[1]);
    dead = true;
  };

  // JSON with a path to whatever is not JSON. `complaint` gives what is wrong behind the path so far, or
  // null: thrown from here, a deep value would push the student's frames off the stack.
  const complaint = (value, depth) => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return null;
      case 'number':
        return isFinite(value) ? null : ' is ' + value + ', which JSON cannot hold';
      case 'object':
        return value === null ? null : complaintOfObject(value, depth);
      default:
        return (
          ' is ' + (value === undefined ? 'undefined' : 'a ' + typeof value) + ', not a JSON value'
        );
    }
  };
  const complaintOfObject = (value, depth) => {
    if (depth > 200) return '... is nested too deeply, or refers to itself';
    if (isArray(value)) {
      for (let i = 0; i < value.length; i++) {
        const bad = complaint(value[i], depth + 1);
        if (bad !== null) return '[' + i + ']' + bad;
      }
      return null;
    }
    const prototype = getPrototypeOf(value);
    if (prototype !== ObjectPrototype && prototype !== null) {
      for (const key of ownKeys(prototype)) {
        if (key !== 'constructor') {
          const name = prototype.constructor && prototype.constructor.name;
          return ' is an instance of ' + (name || 'a class') + ', not plain data';
        }
      }
    }
    for (const key in value) {
      const member = value[key];
      if (member === undefined) continue;
      const bad = complaint(member, depth + 1);
      if (bad !== null) return '.' + key + bad;
    }
    return null;
  };
  const encode = (value, path) => {
    if (value === undefined) throw new RealError(path + ' is undefined, not a JSON value');
    const bad = complaint(value, 0);
    if (bad === null) return stringify(value);
    // A value that refers to itself has a path without end: its beginning and its end say enough.
    const full = path + bad;
    throw new RealError(full.length > 300 ? full.slice(0, 60) + full.slice(-60) : full);
  };

  const show = (value) => {
    if (typeof value === 'string') return value;
    if (value instanceof RealError) return describe(value)[0];
    try {
      const text = stringify(value);
      return text === undefined ? '' + value : text;
    } catch {
      return '[a value that cannot be shown]';
    }
  };
  const log = (...values) => {
    let text = '';
    for (let i = 0; i < values.length; i++) text += (i ? ' ' : '') + show(values[i]);
    put('log', 0, 0, text.length > 2000 ? text.slice(0, 2000) + '...' : text, '');
  };

  // Time, timers and randomness.
  let clockUs = 0;
  let lastTimer = 0;
  const timers = new RealMap();
  const schedule = (callback, delayMs, args, everyMs) => {
    if (typeof callback !== 'function') {
      throw new TypeError('the callback of a timer is a ' + typeof callback + ', not a function');
    }
    const delay = max(0, floor((+delayMs || 0) * 1000));
    const timer = ++lastTimer;
    apply(mapSet, timers, [timer, { callback, args, everyMs }]);
    put('set-timer', timer, delay, '', '');
    return timer;
  };
  const unschedule = (timer) => {
    if (apply(mapDelete, timers, [timer])) put('clear-timer', timer, 0, '', '');
  };
  const define = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  define('setTimeout', (callback, delayMs, ...args) => schedule(callback, delayMs, args, -1));
  define('setInterval', (callback, delayMs, ...args) =>
    schedule(callback, delayMs, args, max(0, +delayMs || 0)),
  );
  define('setImmediate', (callback, ...args) => schedule(callback, 0, args, -1));
  define('clearTimeout', unschedule);
  define('clearInterval', unschedule);
  define('clearImmediate', unschedule);
  define('queueMicrotask', (callback) => {
    apply(then, RealPromise.resolve(), [callback]);
  });
  define('performance', { now: () => clockUs / 1000, timeOrigin: 0 });
  define('console', { log, info: log, warn: log, error: log, debug: log, trace: log });
  define('structuredClone', (value) => parse(encode(value, 'structuredClone argument')));
  const now = () => floor(clockUs / 1000);
  function VirtualDate(...args) {
    if (!new.target) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, args.length === 0 ? [now()] : args, new.target);
  }
  VirtualDate.prototype = RealDate.prototype;
  VirtualDate.now = now;
  VirtualDate.parse = RealDate.parse;
  VirtualDate.UTC = RealDate.UTC;
  RealDate.prototype.constructor = VirtualDate;
  define('Date', VirtualDate);
  let seed = boot.randomSeed | 0;
  Math.random = () => {
    // The mulberry32 generator (public domain), seeded for this incarnation.
    seed = (seed + 0x6d2b79f5) | 0;
    let t = imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  for (const name of [
    'Intl',
    'WebAssembly',
    'SharedArrayBuffer',
    'Atomics',
    'WeakRef',
    'FinalizationRegistry',
  ]) {
    delete globalThis[name];
  }

  // Peers.
  let lastCall = 0;
  const waiting = new RealMap();
  const peerTo = (to) => {
    const methods = nullObject();
    return new RealProxy(nullObject(), {
      get(_, method) {
        if (typeof method !== 'string' || method === 'then') return undefined;
        return (methods[method] ??= (args) => {
          const text = encode(args === undefined ? null : args, method + ' args');
          const call = ++lastCall;
          put('send', call, to, method, text);
          return new RealPromise((resolve) => {
            apply(mapSet, waiting, [call, resolve]);
          });
        });
      },
    });
  };
  const byName = nullObject();
  const peerNamed = (name) => {
    const { names } = boot;
    for (let i = 0; i < names.length; i++) {
      if (names[i] === name) return (byName[name] ??= peerTo(i));
    }
    throw new RealError("there is no process '" + name + "'; there are " + stringify(names));
  };
  const peers = [];
  for (let i = 0; i < boot.peers.length; i++) peers[i] = peerNamed(boot.names[boot.peers[i]]);

  // Handlers of objects other than the program's own, in the order in which they were served.
  const served = [];
  const serve = (handlers) => {
    if (typeof handlers !== 'object' || handlers === null) {
      throw new RealError('serve() takes an object with handlers; it got ' + show(handlers));
    }
    served[served.length] = handlers;
  };

  // The disk.
  const bytesOf = (text) => {
    let bytes = text.length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
    }
    return bytes;
  };
  let state = boot.state;
  let snapshot = boot.snapshot;
  const persister = Object.freeze({
    save(newState, newSnapshot) {
      const stateText = encode(newState, 'save state');
      const snapshotText = newSnapshot === undefined ? null : encode(newSnapshot, 'save snapshot');
      state = stateText;
      if (snapshotText !== null) snapshot = snapshotText;
      put(
        'save',
        snapshotText === null ? 0 : 1,
        0,
        stateText,
        snapshotText === null ? '' : snapshotText,
      );
    },
    readState: () => (state === null ? undefined : parse(state)),
    readSnapshot: () => (snapshot === null ? undefined : parse(snapshot)),
    get stateBytes() {
      return state === null ? 0 : bytesOf(state);
    },
    get snapshotBytes() {
      return snapshot === null ? 0 : bytesOf(snapshot);
    },
  });
  const node = Object.freeze({
    me: boot.me,
    name: boot.name,
    peers: Object.freeze(peers),
    to: peerNamed,
    serve,
    persister,
    log,
    options: parse(boot.options),
  });

  // Steps.
  let server = null;
  let lastProbe = '';
  let lastAnswer = null;
  // The probe is asked after every step and mostly says the same: comparing its members costs less than
  // making text of them.
  const isSameAnswer = (answer) => {
    if (typeof answer !== 'object' || answer === null || lastAnswer === null) return false;
    for (const key in answer) if (answer[key] !== lastAnswer[key]) return false;
    for (const key in lastAnswer) if (!(key in answer)) return false;
    return true;
  };
  const flatCopy = (answer) => {
    if (typeof answer !== 'object' || answer === null || isArray(answer)) return null;
    const copy = nullObject();
    for (const key in answer) {
      if (typeof answer[key] === 'object') return null;
      copy[key] = answer[key];
    }
    return copy;
  };
  const settle = (value, done) => {
    if (typeof value === 'object' && value !== null && typeof value.then === 'function') {
      apply(then, RealPromise.resolve(value), [done, fail]);
    } else done(value);
  };
  const guarded = (action) => (value) => {
    try {
      action(value);
    } catch (error) {
      fail(error);
    }
  };
  const start = (Class) => {
    if (typeof Class !== 'function') {
      throw new RealError(
        'the default export is ' +
          (Class === undefined
            ? 'missing'
            : typeof Class === 'object'
              ? 'an object'
              : 'a ' + typeof Class) +
          '; export default the class of your server',
      );
    }
    const callbacks = [];
    for (let i = 0; i < boot.contract.callbacks.length; i++) {
      const channel = boot.contract.callbacks[i];
      callbacks[i] = (value) => put('emit', 0, 0, channel, encode(value, channel + ' message'));
    }
    server = new Class(node, ...callbacks);
    for (const method of boot.contract.methods) {
      if (typeof server[method] !== 'function') {
        throw new RealError('the class ' + (Class.name || '') + ' has no method ' + method + '()');
      }
    }
  };
  const handlerOf = (method) => {
    if (typeof server[method] === 'function') return server;
    for (let i = 0; i < served.length; i++) {
      if (typeof served[i][method] === 'function') return served[i];
    }
    throw new RealError(
      'a peer called ' + method + '(), which neither this class nor what it served has',
    );
  };
  const handleRequest = (call, method, args) => {
    settle(
      handlerOf(method)[method](parse(args)),
      guarded((reply) =>
        put('respond', call, 0, encode(reply === undefined ? null : reply, method + ' reply'), ''),
      ),
    );
  };
  const fireTimer = (timer) => {
    const entry = apply(mapGet, timers, [timer]);
    if (entry === undefined) return;
    if (entry.everyMs >= 0) put('set-timer', timer, floor(entry.everyMs * 1000), '', '');
    else apply(mapDelete, timers, [timer]);
    settle(apply(entry.callback, undefined, entry.args), () => {});
  };
  const receiveReply = (call, reply) => {
    const resolve = apply(mapGet, waiting, [call]);
    if (resolve === undefined) return;
    apply(mapDelete, waiting, [call]);
    resolve(reply === '' ? undefined : parse(reply));
  };
  const invoke = (invocation, method, args) => {
    settle(
      server[method](...parse(args)),
      guarded((value) =>
        put(
          'return',
          invocation,
          0,
          encode(value === undefined ? null : value, method + '() result'),
          '',
        ),
      ),
    );
  };

  const entry = nullObject();
  entry.outbox = outbox;
  entry.step = (kind, at, a, method, text) => {
    clockUs = at;
    written = 0;
    if (dead) return;
    try {
      if (kind === 0) start(globalThis.__submission[boot.program]);
      else if (kind === 1) fireTimer(a);
      else if (kind === 2) handleRequest(a, method, text);
      else if (kind === 3) receiveReply(a, text);
      else invoke(a, method, text);
    } catch (error) {
      fail(error);
    }
  };
  entry.finish = () => {
    if (!dead && server !== null && boot.contract.probe !== null) {
      try {
        const answer = server[boot.contract.probe]();
        if (!isSameAnswer(answer)) {
          const text = encode(answer, boot.contract.probe + '() result');
          lastAnswer = flatCopy(answer);
          if (text !== lastProbe) put('observe', 0, 0, (lastProbe = text), '');
        }
      } catch (error) {
        fail(error);
      }
    }
    return written;
  };
  entry.fail = (error) => {
    dead = false;
    written = 0;
    fail(error);
    return written;
  };
  return entry;
});
