import type { Describe, Past, Told } from '../../harness/story/narrator.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { describeRaft } from '../raft/describe.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';

type Words = Omit<Told, 'server'>;

/** Words for the events of a run of Lab 4: what is asked and answered, beside what Raft does. */
export const describeKvRaft: Describe = (members, evidence) => {
  const raft = describeRaft(members, evidence);
  return {
    tell(event, past) {
      if (event.kind === 'event' && event.event.kind === 'request') {
        const labels = namesOf(event.event.method, event.event.args);
        if (labels !== null) return { server: event.server, from: event.from, words: '', labels };
      }
      if (event.kind === 'event' && event.event.kind === 'invoke') {
        const { method, args } = event.event;
        if (method === 'submit') return { server: event.server, ...describeSubmit(args) };
      }
      if (event.kind === 'effect') {
        const words = describeEffect(event.effect, past);
        if (words !== undefined) return words === null ? null : { server: event.server, ...words };
      }
      return raft.tell(event, past);
    },
  };
};

function namesOf(method: string, args: string): string[] | null {
  if (method !== 'get' && method !== 'put') return null;
  const { key, version } = fieldsOf(JSON.parse(args));
  const name = JSON.stringify(key);
  const at = method === 'put' ? ` at ${JSON.stringify(version)}` : '';
  return [`${method} ${name}${at}`, `${method} ${name}`, method];
}

/** An operation for the tester's counter of Part 4A; tests submit hundreds at once. */
function describeSubmit(args: string): Words {
  return { words: `submit ${args.slice(1, -1)}`, short: 'submit', alike: 'submits' };
}

/** Undefined for what is Raft's to tell, null for what is not worth telling. */
function describeEffect(effect: Effect, past: Past): Words | null | undefined {
  switch (effect.kind) {
    case 'emit':
      return describeReport(effect.value);
    case 'respond': {
      const request = past.request(effect.call);
      const labels = request && namesOf(request.method, request.args);
      if (request === undefined || labels === undefined || labels === null) return undefined;
      // Raft takes its time: what is answered may be long ago.
      const { words } = describeAnswer(effect.reply);
      const isAtOnce = request.method === 'get' && isFirstDeed(effect.call, past);
      const more = isAtOnce && !/Wrong|Lost/i.test(words) ? ', asking nobody' : '';
      return { words: `${words}${more}`, short: words, from: request.from, labels };
    }
    case 'return':
      return describeReturn(effect.value, past);
    case 'save':
      return describeSnapshot(effect.snapshot);
    default:
      return undefined;
  }
}

/** Whether a server answers a question when it comes, and has neither saved nor sent anything for it. */
function isFirstDeed(call: number, { trigger, effects }: Past): boolean {
  const isComing = trigger?.kind === 'request' && trigger.call === call;
  return isComing && !effects.some(({ kind }) => kind === 'save' || kind === 'send');
}

/** What the tester's counter of Part 4A did. */
function describeReport(text: string): Words {
  const { did, position } = fieldsOf(JSON.parse(text));
  const number = JSON.stringify(position);
  if (did === undefined)
    return { words: `restores ${number} operations`, short: `restores ${number}` };
  return { words: `carries out operation ${number}`, short: `does ${number}` };
}

/** What a snapshot of Part 4A's counter holds, however the student wraps it; Raft tells of other saves. */
function describeSnapshot(snapshot: string | null): Words | undefined {
  const operations = /position\\*":(\d+)/.exec(snapshot ?? '')?.[1];
  if (operations === undefined) return undefined;
  return {
    words: `saves a snapshot of ${operations} operations`,
    short: `snapshot of ${operations}`,
  };
}

function describeAnswer(text: string): Words {
  const { err, version } = fieldsOf(JSON.parse(text));
  const words = `-> ${JSON.stringify(err)}`.replaceAll('"', '');
  return version === undefined
    ? { words }
    : { words: `${words}, version ${JSON.stringify(version)}` };
}

function describeReturn(text: string, { trigger }: Past): Words | null {
  const { err, value, version } = fieldsOf(JSON.parse(text));
  if (typeof err !== 'string') return null;
  const { position } = fieldsOf(value);
  const method = trigger?.kind === 'invoke' ? trigger.method : '';
  const number = position ?? version;
  const end = number === undefined ? err : `${err} ${JSON.stringify(number)}`;
  return { words: `${method} = ${end}`.trim(), short: end };
}
