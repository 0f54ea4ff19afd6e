import { BOOT } from '../sim/server-bench.fixture.ts';
import type { Boot, Effect, Server } from '../vocabulary/server.ts';
import { nativeProcess, type BeginNative } from './native-process.ts';

/** An incarnation of a native process that has taken its first step. */
export function startedNative<Rpc>(begin: BeginNative<Rpc>, boot: Partial<Boot> = {}): Server {
  const server = nativeProcess(begin)({ ...BOOT, ...boot });
  server.step({ kind: 'boot' }, 0);
  return server;
}

/** What a process does when another calls a method of it. */
export function ask(server: Server, method: string, args: unknown, atMs = 0): readonly Effect[] {
  return server.step(
    { kind: 'request', call: 7, method, args: JSON.stringify(args) },
    atMs * 1_000,
  );
}

/** The answer among what it did. */
export function replyOf(effects: readonly Effect[]): unknown {
  const last = effects.at(-1);
  return last?.kind === 'respond' ? JSON.parse(last.reply) : undefined;
}

/** What it told the world. */
export function toldBy(effects: readonly Effect[]): unknown[] {
  return effects.flatMap((effect) => (effect.kind === 'emit' ? [JSON.parse(effect.value)] : []));
}
