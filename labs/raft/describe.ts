import type { Describe } from '../../harness/trace/story.ts';
import type { Effect } from '../../harness/sim/server.ts';
import { ShapeError } from '../shape-error.ts';
import { readApplyMsg, readRaftState } from './shapes.ts';

/** Raft's words for the events of a run. */
export const describeRaft: Describe = (event) => {
  switch (event.kind) {
    case 'crash':
      return { server: event.server, words: 'CRASH' };
    case 'restart':
      return { server: event.server, words: 'starts' };
    case 'effect': {
      const words = describeEffect(event.effect);
      return words === null ? null : { server: event.server, words };
    }
    case 'event': {
      if (event.event.kind !== 'request' || event.event.method !== 'requestVote') return null;
      return { server: event.server, words: `asked by ${event.from} for vote` };
    }
    case 'fault':
      return 'server' in event.fault && event.fault.kind !== 'crash'
        ? { server: event.fault.server, words: event.fault.kind.toUpperCase() }
        : null;
    default:
      return null;
  }
};

function describeEffect(effect: Effect): string | null {
  try {
    switch (effect.kind) {
      case 'observe': {
        const { term, isLeader } = readRaftState(effect.value);
        return isLeader ? `LEADER of term ${term}` : `term ${term}`;
      }
      case 'emit': {
        const msg = readApplyMsg(effect.value);
        if ('snapshotIndex' in msg) return `snapshot ${msg.snapshotIndex}`;
        return `applies ${msg.commandIndex}: ${JSON.stringify(msg.command).slice(0, 8)}`;
      }
      case 'respond':
        return effect.reply.includes('"voteGranted":true') ? 'grants vote' : null;
      case 'log':
        return effect.text.slice(0, 60);
      case 'fail':
        return 'FAILS';
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof ShapeError) return 'breaks the interface';
    throw error;
  }
}
