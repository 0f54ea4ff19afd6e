import type { Describe } from '../../harness/trace/story.ts';

/** This lab's words for the events of a run: what clients and admins ask and hear, and what breaks. */
export const describeShards: Describe = (event) => {
  switch (event.kind) {
    case 'crash':
      return { server: event.server, words: 'CRASH' };
    case 'restart':
      return { server: event.server, words: 'starts' };
    case 'event': {
      if (event.event.kind !== 'invoke') return null;
      const { method, args } = event.event;
      return { server: event.server, words: `${method}${args}`.slice(0, 40) };
    }
    case 'effect': {
      const { effect } = event;
      if (effect.kind === 'log') return { server: event.server, words: effect.text.slice(0, 60) };
      if (effect.kind === 'return')
        return { server: event.server, words: effect.value.slice(0, 40) };
      return effect.kind === 'fail' ? { server: event.server, words: 'FAILS' } : null;
    }
    case 'fault':
      return 'server' in event.fault && event.fault.kind !== 'crash'
        ? { server: event.fault.server, words: event.fault.kind.toUpperCase() }
        : null;
    default:
      return null;
  }
};
