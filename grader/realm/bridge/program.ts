import { print } from './console.ts';
import { persister } from './disk.ts';
import { boot } from './given.ts';
import { encode, encodeOptional } from './json.ts';
import { put } from './outbox.ts';
import { peerNamed, peers } from './peers.ts';
import { apply, bare, construct, freeze, parse, RealError } from './primordials.ts';
import { guarded, settle } from './settle.ts';
import { labRecords, store } from './store.ts';
import { show } from './words.ts';

/** An object of the student's, with methods that others may call. */
type Handlers = Record<string, unknown>;

const { contract } = boot;
let program: Handlers | null = null;

/** Handlers of objects other than the program's own, in the order in which they were served. */
const served = bare<Record<number, Handlers>>();
let servedCount = 0;

function serve(handlers: Handlers): void {
  if (typeof handlers !== 'object' || handlers === null) {
    throw new RealError('serve() takes an object with handlers; it got ' + show(handlers));
  }
  served[servedCount++] = handlers;
}

const node = freeze({
  me: boot.me,
  name: boot.name,
  peers,
  to: peerNamed,
  serve,
  // One process has one disk.
  ...(contract.store === undefined ? { persister } : { store }),
  log: (...values: readonly unknown[]) => print('log', values),
  options: parse(boot.options),
});

/** What a program is constructed with: its node, and what calls the service above it. */
const given: readonly unknown[] = [
  node,
  ...contract.callbacks.map(
    (channel) => (value: unknown) =>
      put('emit', 0, 0, channel, encode(value, channel + ' message')),
  ),
  ...(contract.store === 'lab-records' ? [labRecords] : []),
];

/** Constructs the program out of what the submission exports. */
export function start(exported: unknown): void {
  if (typeof exported !== 'function') {
    throw new RealError(
      'the default export is ' + kindOf(exported) + '; export default the class of your server',
    );
  }
  program = construct(exported, given) as Handlers;
  for (let i = 0; i < contract.methods.length; i++) {
    const method = contract.methods[i] ?? '';
    if (typeof program[method] !== 'function') {
      throw new RealError('the class ' + (exported.name || '') + ' has no method ' + method + '()');
    }
  }
}

function kindOf(exported: unknown): string {
  if (exported === undefined) return 'missing';
  return typeof exported === 'object' ? 'an object' : 'a ' + typeof exported;
}

/** The program, once it has been constructed. */
export function running(): Handlers | null {
  return program;
}

/** A peer calls a method. */
export function handleRequest(call: number, method: string, args: string): void {
  const handlers = handlersOf(method);
  settle(
    callMethod(handlers, method, [parse(args)]),
    guarded((reply) => put('respond', call, 0, encodeOptional(reply, method + ' reply'), '')),
  );
}

function handlersOf(method: string): Handlers {
  if (program !== null && typeof program[method] === 'function') return program;
  for (let i = 0; i < servedCount; i++) {
    const handlers = served[i];
    if (handlers !== undefined && typeof handlers[method] === 'function') return handlers;
  }
  throw new RealError(
    'a peer called ' + method + '(), but neither this class nor any served object defines it',
  );
}

/** The service above calls a method; `args` is the JSON text of an array. */
export function invoke(invocation: number, method: string, args: string): void {
  settle(
    callMethod(program as Handlers, method, parse(args) as unknown[]),
    guarded((value) =>
      put('return', invocation, 0, encodeOptional(value, method + '() result'), ''),
    ),
  );
}

function callMethod(handlers: Handlers, method: string, args: readonly unknown[]): unknown {
  return apply(handlers[method] as () => unknown, handlers, args);
}
