import type { Describe, Told } from '../../harness/story/narrator.ts';
import type { Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';
import { OUTSIDE } from '../outside/outside-rpc.ts';
import { ATTEMPT_CHANNEL, type Attempt } from '../outside/outside.ts';

type Words = Omit<Told, 'server'>;

/** The queue's words for the events of a run: what is published, handled and done. What a student's processes say is theirs. */
export const describeQueue: Describe = (members) => {
  const outside = members.findIndex(({ name }) => name === OUTSIDE);
  return {
    tell(event) {
      if (event.kind !== 'event' && event.kind !== 'effect') return null;
      const words =
        event.kind === 'event' ? describeEvent(event.event) : describeEffect(event.effect, outside);
      return words === null ? null : { server: event.server, ...words };
    },
  };
};

function describeEvent(event: ServerEvent): Words | null {
  if (event.kind !== 'invoke' || event.method !== 'publish') return null;
  const [body] = JSON.parse(event.args) as unknown[];
  return { words: `publishes "${String(body)}"`, short: `publishes ${String(body)}` };
}

function describeEffect(effect: Effect, outside: number): Words | null {
  if (effect.kind === 'return') return effect.value === 'null' ? { words: 'resolved' } : null;
  if (effect.kind === 'emit' && effect.channel === ATTEMPT_CHANNEL) {
    const { entry, isNew } = JSON.parse(effect.value) as Attempt;
    const body = JSON.stringify(entry);
    return isNew
      ? { words: `${body} is done`, short: body }
      : { words: `${body} was done before`, short: `again ${body}` };
  }
  if (effect.kind !== 'send' || effect.to !== outside) return null;
  const { body, redelivered } = fieldsOf(JSON.parse(effect.args));
  if (effect.method === 'fail') return { words: `fails with "${String(body)}"`, short: 'fails' };
  if (effect.method !== 'begin') return null;
  const again = redelivered === true ? ' (again)' : '';
  return { words: `handles "${String(body)}"${again}`, short: `"${String(body)}"${again}` };
}
