import type { Effect } from '../../harness/sim/server.ts';
import type { Describe } from '../../harness/trace/story.ts';
import { describeRaft } from '../raft/describe.ts';
import { fieldsOf } from '../shape-error.ts';

/** The service's words for the events of a run, beside Raft's. Clerks have no column of their own. */
export const describeKv: Describe = (event) => {
  if (event.kind === 'event' && event.event.kind === 'request') {
    const words = askedFor(event.event.method, event.event.args);
    if (words !== null) return { server: event.server, words };
  }
  if (event.kind !== 'effect') return describeRaft(event);
  const words = didWhat(event.effect);
  return words === undefined
    ? describeRaft(event)
    : words === null
      ? null
      : { server: event.server, words };
};

function askedFor(method: string, args: string): string | null {
  if (method !== 'get' && method !== 'put') return null;
  const { key, version } = fieldsOf(JSON.parse(args));
  const name = JSON.stringify(key);
  return method === 'get' ? `get ${name}` : `put ${name} at ${JSON.stringify(version)}`;
}

/** Undefined for what is Raft's to tell. */
function didWhat(effect: Effect): string | null | undefined {
  if (effect.kind === 'emit') {
    const { did, position } = fieldsOf(JSON.parse(effect.value));
    return did === undefined
      ? `restores ${JSON.stringify(position)}`
      : `does ${JSON.stringify(position)}`;
  }
  if (effect.kind === 'respond') {
    const { err, version } = fieldsOf(JSON.parse(effect.reply));
    if (typeof err !== 'string') return undefined;
    return `-> ${err}${version === undefined ? '' : ` version ${JSON.stringify(version)}`}`;
  }
  if (effect.kind === 'return') {
    // Of what returns, only `submit` of Part 4A is a server's; the rest are clerks' own answers.
    const { err, value } = fieldsOf(JSON.parse(effect.value));
    const { position } = fieldsOf(value);
    if (err === 'ErrWrongLeader') return 'submit: ErrWrongLeader';
    return position === undefined ? null : `submit: OK, as ${JSON.stringify(position)}`;
  }
  return undefined;
}
