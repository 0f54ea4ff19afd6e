import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Describe, Told } from '../../harness/story/narrator.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';
import { PlaceStory } from './place-story.ts';
import { ServerStory } from './server-story.ts';

/** Room for a configuration's number and shards. */
const CUT = 60;

/** A clerk's calls that got their answers at once are many; those that matter stand in the evidence. */
const ANSWERED = 'calls that were answered';

/** This lab's words for the events of a run: what admins and clerks ask and hear, and what servers say to each other. */
export const describeShards: Describe = (members, evidence) => {
  const places = new PlaceStory(members);
  const servers = new ServerStory(members, evidence);
  const calls = new Map<number, string>();
  const describe = (event: TraceEvent): Told | null => {
    if (event.kind === 'event' && event.event.kind === 'invoke') {
      const { invocation, method, args } = event.event;
      const key: unknown = (JSON.parse(args) as unknown[])[0];
      if ((method === 'get' || method === 'put') && typeof key === 'string') {
        calls.set(invocation, key);
      }
      return { server: event.server, words: `${method}(${args.slice(1, -1)})`.slice(0, CUT) };
    }
    if (event.kind !== 'effect' || event.effect.kind !== 'return') return null;
    const { server, atUs, effect } = event;
    const key = calls.get(effect.invocation);
    const by = key === undefined ? null : servers.servedBy(server, key, atUs);
    return { server, ...describeReturn(effect.value, by) };
  };
  return {
    tell(event, past) {
      places.take(event);
      return describe(event) ?? servers.tell(event, past);
    },
    tellStall: (waits) => [...waits.tellCalled(), ...places.tell()],
  };
};

/** What a call came to, and which server answered it. */
function describeReturn(
  value: string,
  by: { readonly server: string; readonly note: string | null } | null,
): Omit<Told, 'server'> {
  const answer = JSON.parse(value) as unknown;
  const from = by === null ? '' : `, from ${by.server}`;
  const words = `-> ${describeAnswer(answer)}`.slice(0, CUT) + from;
  const told = { words, isAnswer: true };
  if (by !== null && by.note !== null) return { ...told, notes: [by.note], isAbout: true };
  return 'err' in fieldsOf(answer) ? { ...told, alike: ANSWERED } : told;
}

/** A configuration, what a key holds, an error, or that a change is made. */
function describeAnswer(answer: unknown): string {
  const { num, shards, err, value, version } = fieldsOf(answer);
  if (Array.isArray(shards)) return `${JSON.stringify(num)}: ${shards.join(' ')}`;
  if (value !== undefined) return `${JSON.stringify(value)} at ${JSON.stringify(version)}`;
  if (typeof err === 'string') return err;
  return answer === null ? 'done' : JSON.stringify(answer);
}
