import type { TraceEvent } from '../sim/trace-event.ts';
import { tellWrite } from './disks.ts';
import type { Told } from './narrator.ts';

/** What any lab's processes have in common, where the lab itself has no words for it. */
export function tellPlain(event: TraceEvent): Told | null {
  switch (event.kind) {
    case 'crash':
      return { server: event.server, words: 'CRASH' };
    case 'restart':
      return { server: event.server, words: 'starts' };
    case 'effect': {
      const { server, effect } = event;
      if (effect.kind === 'fail') return { server, words: 'FAILS' };
      if (effect.kind === 'flood') return { server, words: 'FLOODS' };
      if (effect.kind === 'write') {
        const told = tellWrite(effect.records);
        return told === null ? null : { server, ...told };
      }
      return effect.kind === 'log' ? { server, words: effect.text } : null;
    }
    default:
      return null;
  }
}
