import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Describe, Told } from '../../harness/story/narrator.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';
import { PlaceStory } from './place-story.ts';

/** Room for a configuration's number and shards. */
const CUT = 60;

/** A clerk's calls that got their answers at once are many; those that matter stand in the evidence. */
const ANSWERED = 'calls that were answered';

/** This lab's words for the events of a run: what admins and clerks ask, and what they hear. */
export const describeShards: Describe = (members) => {
  const places = new PlaceStory(members);
  return {
    tell(event) {
      places.take(event);
      return describe(event);
    },
    tellStall: () => places.tell(),
  };
};

function describe(event: TraceEvent): Told | null {
  if (event.kind === 'event' && event.event.kind === 'invoke') {
    const { method, args } = event.event;
    return { server: event.server, words: `${method}(${args.slice(1, -1)})`.slice(0, CUT) };
  }
  if (event.kind === 'effect' && event.effect.kind === 'return') {
    const answer = JSON.parse(event.effect.value) as unknown;
    const words = `-> ${describeAnswer(answer)}`.slice(0, CUT);
    const told = { server: event.server, words, isAnswer: true };
    return 'err' in fieldsOf(answer) ? { ...told, alike: ANSWERED } : told;
  }
  return null;
}

/** A configuration, what a key holds, an error, or that a change is made. */
function describeAnswer(answer: unknown): string {
  const { num, shards, err, value, version } = fieldsOf(answer);
  if (Array.isArray(shards)) return `${JSON.stringify(num)}: ${shards.join(' ')}`;
  if (value !== undefined) return `${JSON.stringify(value)} at ${JSON.stringify(version)}`;
  if (typeof err === 'string') return err;
  return answer === null ? 'done' : JSON.stringify(answer);
}
