import type { Describe, Past, Told } from '../../harness/story/narrator.ts';
import { Answers } from '../../harness/story/answers.ts';
import type { Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';
import { StoreStory } from './store-story.ts';

type Words = Omit<Told, 'server'>;

/**
 * Words for the events of a run of Lab 2: what clients are told to do and what came of it, the server's
 * answers, and messages that were lost. A get that hears once more what it heard before is not told.
 */
export const describeKvServer: Describe = (members) => {
  const store = new StoreStory(members);
  const answers = new Answers();
  return {
    tell(event, past) {
      if (event.kind !== 'event' && event.kind !== 'effect') return null;
      if (event.kind === 'effect') store.answered(event.atUs, event.effect, past);
      const words =
        event.kind === 'event'
          ? describeEvent(event.event, event.from)
          : describeEffect(event.server, event.effect, past, answers);
      return words === null ? null : { server: event.server, ...words };
    },
    tellStall: (waits) => [...waits.tellCalled(), ...store.tell()],
  };
};

function describeEvent(event: ServerEvent, from: number): Words | null {
  switch (event.kind) {
    case 'invoke': {
      const args = event.args.slice(1, -1);
      return { words: `${event.method}(${args.slice(0, 24)})`, short: event.method };
    }
    case 'reply':
      return event.reply === null ? { words: 'gets no answer', short: 'no answer' } : null;
    case 'request': {
      const { key, version } = fieldsOf(JSON.parse(event.args));
      const [name, at] = [String(key).slice(0, 8), String(version)];
      if (event.method === 'get') return { words: '', from, labels: [`get ${name}`, 'get'] };
      if (event.method !== 'put') return null;
      return { words: '', from, labels: [`put ${name} at ${at}`, `put at ${at}`, 'put'] };
    }
    default:
      return null;
  }
}

function describeEffect(
  server: number,
  effect: Effect,
  past: Past,
  answers: Answers,
): Words | null {
  if (effect.kind === 'return') return describeAnswer(JSON.parse(effect.value));
  if (effect.kind !== 'respond') return null;
  const request = past.request(effect.call);
  if (request === undefined) return null;
  const { err, value, version } = fieldsOf(JSON.parse(effect.reply));
  if (request.method === 'put') return { words: `answers ${String(err)}`, short: String(err) };
  if (request.method !== 'get' || !answers.isNews(server, request, effect.reply)) return null;
  if (err !== 'OK') return { words: `answers ${String(err)}`, short: String(err) };
  const at = `at ${String(version)}`;
  return { words: `"${String(value).slice(0, 8)}" ${at}`, short: at };
}

/** What a client's method came to: nothing, a fencing token, or an answer of the store. */
function describeAnswer(answer: unknown): Words {
  if (typeof answer === 'number') {
    return { words: `gets token ${answer}`, short: `token ${answer}` };
  }
  const { err, value, version, token } = fieldsOf(answer);
  if (typeof err !== 'string') return { words: 'done' };
  if (typeof value !== 'string') return { words: err };
  const at = typeof version === 'number' ? `version ${version}` : `token ${Number(token)}`;
  return { words: `${at}, "${value.slice(0, 12)}"`, short: at };
}
