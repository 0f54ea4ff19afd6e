import type { Effect, ServerEvent } from '../../harness/sim/server.ts';
import type { Describe } from '../../harness/trace/story.ts';
import { fieldsOf } from '../shape-error.ts';

/** Words for the events of a run of Lab 2. */
export const describeKv: Describe = (event) => {
  switch (event.kind) {
    case 'crash':
      return { server: event.server, words: 'CRASH' };
    case 'restart':
      return { server: event.server, words: 'starts' };
    case 'effect':
      return column(event.server, describeEffect(event.effect));
    case 'event':
      return column(event.server, describeEvent(event.event));
    case 'fault':
      return 'server' in event.fault && event.fault.kind !== 'crash'
        ? { server: event.fault.server, words: event.fault.kind.toUpperCase() }
        : null;
    default:
      return null;
  }
};

function column(server: number, words: string | null): ReturnType<Describe> {
  return words === null ? null : { server, words };
}

/** Requests and what clients are told to do; the server's column shows puts alone. */
function describeEvent(event: ServerEvent): string | null {
  if (event.kind === 'reply') return event.reply === null ? 'no answer' : null;
  if (event.kind === 'invoke') return `${event.method}(${event.args.slice(1, -1).slice(0, 12)})`;
  if (event.kind !== 'request' || event.method !== 'put') return null;
  const { key, version } = fieldsOf(JSON.parse(event.args));
  return `put ${String(key).slice(0, 6)} at ${String(version)}`;
}

function describeEffect(effect: Effect): string | null {
  switch (effect.kind) {
    case 'respond': {
      const { err, version } = fieldsOf(JSON.parse(effect.reply));
      return version === undefined ? `answers ${String(err)}` : null;
    }
    case 'return':
      return `got ${effect.value.replaceAll('"', '').slice(0, 16)}`;
    case 'log':
      return effect.text.slice(0, 60);
    case 'fail':
      return 'FAILS';
    default:
      return null;
  }
}
