import type { Effect } from '../../harness/sim/server.ts';
import type { Describe, Past, Told } from '../../harness/trace/story.ts';
import { ShapeError } from '../shape-error.ts';
import type { RaftState } from './api.ts';
import { readApplyMsg, readRaftState, readStartResult } from './shapes.ts';

/** What the students' own messages and disks hold is read where it has the usual shape, else left out. */
type Fields = Readonly<Record<string, unknown>>;
type Words = Omit<Told, 'server'>;

const isVote = (method: string): boolean => /vote/i.test(method);

/** Raft's words for the events of a run. */
export const describeRaft: Describe = (event, past) => {
  switch (event.kind) {
    case 'restart':
      return { server: event.server, ...describeStart(past.saved(event.server)) };
    case 'effect': {
      const words = describeEffect(event.server, event.effect, past);
      return words === null ? null : { server: event.server, ...words };
    }
    case 'event': {
      const { server, from } = event;
      if (event.event.kind === 'request') {
        const { method, args } = event.event;
        return { server, from, words: '', labels: namesOf(method, args) };
      }
      const isLeader = readState(past.observed(server))?.isLeader === true;
      if (event.event.kind !== 'reply' || !isVote(event.method) || isLeader) return null;
      if (event.event.reply === null || says(event.event.reply) !== true) return null;
      const term = numberOf(fieldsOf(event.event.reply), /term/i);
      const labels = term === undefined ? ['yes'] : [`yes, in term ${term}`, `yes t${term}`];
      return { server, from, words: 'gets a vote', short: 'gets vote', labels };
    }
    default:
      return null;
  }
};

function describeStart(saved: string | null): Words {
  if (saved === null) return { words: 'starts' };
  const fields = fieldsOf(saved);
  const term = termOnDisk(saved);
  if (term === undefined) return { words: 'restarts' };
  const vote = Object.entries(fields).find(([name]) => isVote(name))?.[1];
  const isServer = typeof vote === 'number' && vote >= 0;
  const none = vote === undefined ? '' : ', no vote';
  const voted = isServer ? `, voted for ${vote}` : none;
  return { words: `restarts: term ${term}${voted}`, short: `restarts t${term}` };
}

/** Names for a call: its method, with its term and the number of its entries if it has such. */
function namesOf(method: string, args: string): string[] {
  const fields = fieldsOf(args);
  const term = numberOf(fields, /^term$/i);
  const brief = isVote(method) ? 'vote?' : method.replace(/(?<=[a-z])(?=[A-Z]).*/, '');
  if (term === undefined) return [method, brief];
  const count = Object.values(fields).find((value) => Array.isArray(value))?.length ?? 0;
  const entries = count === 0 ? '' : `, ${count} ${count === 1 ? 'entry' : 'entries'}`;
  const long = `${method}, term ${term}`;
  return [`${long}${entries}`, long, `${method} t${term}`, method, `${brief} t${term}`, brief];
}

function describeEffect(server: number, effect: Effect, past: Past): Words | null {
  try {
    switch (effect.kind) {
      case 'observe': {
        const { term, isLeader } = readRaftState(effect.value);
        if (past.trigger?.kind === 'boot' && term === termOnDisk(past.saved(server))) return null;
        if (isLeader) return { words: `LEADER, term ${term}`, short: `LEADER t${term}` };
        const asks = past.effects.some((each) => each.kind === 'send' && isVote(each.method));
        if (asks) return { words: `candidate, term ${term}`, short: `candidate t${term}` };
        return { words: `term ${term}`, short: `t${term}` };
      }
      case 'emit':
        return describeApply(effect.value);
      case 'return':
        return describeReturn(effect.value, past);
      case 'respond':
        return describeAnswer(effect, past);
      case 'save':
        return past.trigger?.kind === 'request' ? { words: 'saves' } : null;
      default:
        return null;
    }
  } catch (error) {
    if (error instanceof ShapeError) return { words: 'breaks the interface', short: 'wrong shape' };
    throw error;
  }
}

function describeApply(value: string): Words {
  const msg = readApplyMsg(value);
  if ('snapshotIndex' in msg) {
    return {
      words: `applies snapshot ${msg.snapshotIndex}`,
      short: `snapshot ${msg.snapshotIndex}`,
    };
  }
  const { commandIndex, command } = msg;
  const text = JSON.stringify(command).replace(/\.{3,}/, '...');
  return {
    words: `applies ${commandIndex}: ${text.slice(0, 12)}`,
    short: `applies ${commandIndex}`,
  };
}

function describeReturn(value: string, { trigger }: Past): Words | null {
  if (trigger?.kind !== 'invoke') return null;
  const [first] = JSON.parse(trigger.args) as unknown[];
  if (trigger.method === 'snapshot') {
    return { words: `snapshots up to ${String(first)}`, short: `snapshots ${String(first)}` };
  }
  if (trigger.method !== 'start') return null;
  const result = readStartResult(value);
  if (!result.isLeader) return null;
  const command = JSON.stringify(first)
    .replace(/\.{3,}/, '...')
    .slice(0, 12);
  return { words: `start(${command}) at ${result.index}`, short: `starts ${result.index}` };
}

function describeAnswer({ call, reply }: Effect & { kind: 'respond' }, past: Past): Words | null {
  if (!isVote(past.request(call)?.method ?? '')) return null;
  const answer = says(reply);
  if (answer === undefined) return { words: 'answers' };
  return answer ? { words: 'grants vote', short: 'grants' } : { words: 'refuses' };
}

/** The one yes or no in a reply; undefined when there is none or several. */
function says(reply: string): boolean | undefined {
  const answers = Object.values(fieldsOf(reply)).filter((value) => typeof value === 'boolean');
  return answers.length === 1 ? answers[0] : undefined;
}

function readState(text: string | null): RaftState | undefined {
  try {
    return text === null ? undefined : readRaftState(text);
  } catch {
    return undefined;
  }
}

function termOnDisk(saved: string | null): number | undefined {
  return saved === null ? 0 : numberOf(fieldsOf(saved), /term/i);
}

function numberOf(fields: Fields, name: RegExp): number | undefined {
  const value = Object.entries(fields).find(([key]) => name.test(key))?.[1];
  return typeof value === 'number' ? value : undefined;
}

function fieldsOf(text: string): Fields {
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}
