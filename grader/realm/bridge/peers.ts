import { boot } from './given.ts';
import { encodeOptional } from './json.ts';
import { put } from './outbox.ts';
import {
  bare,
  freeze,
  parse,
  privateMap,
  RealError,
  RealPromise,
  RealProxy,
  stringify,
} from './primordials.ts';

type Resolve = (reply: unknown) => void;
/** Calls a method of another process; undefined when the request or the reply was lost. */
type Method = (args: unknown) => Promise<unknown>;
type Peer = Record<string, Method>;

const waiting = privateMap<number, Resolve>();
let lastCall = 0;

let areCallsNoted = false;
/** Made at the last call; its stack is put into words only when somebody asks, for that takes long. */
let callMark: Error | null = null;

/** From now on it is noted where the process makes its calls. */
export function noteCalls(): void {
  areCallsNoted = true;
}

/** The stack of the last call; empty where none was noted. */
export function lastCallStack(): string {
  return '' + (callMark?.stack || '');
}

/** Another process: every name is a method of it. */
function peerAt(to: number): Peer {
  const methods = bare<Peer>();
  return new RealProxy(bare<Peer>(), {
    get(_, method) {
      // A peer must not look like a promise to whoever awaits it.
      if (typeof method !== 'string' || method === 'then') return undefined;
      return (methods[method] ??= methodOf(to, method));
    },
  });
}

function methodOf(to: number, method: string): Method {
  return (args) => {
    const text = encodeOptional(args, method + ' args');
    const call = ++lastCall;
    if (areCallsNoted) callMark = new RealError('');
    put('send', call, to, method, text);
    return new RealPromise((resolve: Resolve) => void waiting.set(call, resolve));
  };
}

/** The host has the reply of a call, or knows that there is none. */
export function receiveReply(call: number, reply: string): void {
  const resolve = waiting.get(call);
  if (resolve === undefined) return;
  waiting.delete(call);
  resolve(reply === '' ? undefined : parse(reply));
}

const byName = bare<Record<string, Peer>>();

/** The process with this name; throws when there is none. */
export function peerNamed(name: string): Peer {
  const { names } = boot;
  for (let i = 0; i < names.length; i++) {
    if (names[i] === name) return (byName[name] ??= peerAt(i));
  }
  throw new RealError("there is no process '" + name + "'; there are " + stringify(names));
}

/** The members of the process's group, itself included. */
export const peers = freeze(boot.peers.map((number) => peerNamed(boot.names[number] ?? '')));
