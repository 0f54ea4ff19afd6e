import { Answers } from '../../harness/story/answers.ts';
import { tellCall, tellJson, tellJsonBriefly } from '../../harness/story/message-words.ts';
import type { Describe, Past, Told } from '../../harness/story/narrator.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { FILES } from './files/file-rpc.ts';
import { CHANGE_CHANNEL, type FileChange } from './files/file-server.ts';
import { isOutput } from './files/output-names.ts';
import type { CoordinatorNews, WorkerNews } from './news.ts';

type Words = Omit<Told, 'server'>;

/**
 * MapReduce's words for the events of a run. What workers and the coordinator ask each other is the student's
 * own, so it is told by its name, with what it carries.
 */
export const describeMapReduce: Describe = (members) => {
  const answers = new Answers();
  const isStudents = (process: number): boolean => members[process]?.name !== FILES;
  return {
    tell(event, past) {
      if (event.kind === 'event' && event.event.kind === 'request' && isStudents(event.server)) {
        const { method, args } = event.event;
        return {
          server: event.server,
          words: '',
          from: event.from,
          labels: labelsOf(method, args),
        };
      }
      if (event.kind !== 'effect') return null;
      const { server, effect } = event;
      const words =
        effect.kind === 'respond' && isStudents(server)
          ? describeAnswer(server, effect, past, answers)
          : describeEffect(effect, past);
      return words === null ? null : { server, ...words };
    },
    tellStall(waits) {
      const students = members.flatMap((_, process) => (isStudents(process) ? [process] : []));
      return waits.tellEach(students);
    },
  };
};

function labelsOf(method: string, args: string): string[] {
  return [...new Set([tellCall(method, args), method])];
}

/** An answer, and whose question it is; a worker that asks again and again is told when it hears something else. */
function describeAnswer(
  server: number,
  { call, reply }: Effect & { kind: 'respond' },
  past: Past,
  answers: Answers,
): Words | null {
  const request = past.request(call);
  if (request === undefined || !answers.isNews(server, request, reply)) return null;
  const { from, method, args } = request;
  const words = { words: `-> ${tellJson(reply)}`, short: tellJsonBriefly(reply) };
  return { ...words, from, labels: labelsOf(method, args) };
}

function describeEffect(effect: Effect, past: Past): Words | null {
  if (effect.kind === 'send') return describeSend(effect.method, effect.args, past);
  if (effect.kind !== 'emit') return null;
  return effect.channel === CHANGE_CHANNEL
    ? describeChange(JSON.parse(effect.value) as FileChange)
    : describeNews(JSON.parse(effect.value) as WorkerNews | CoordinatorNews);
}

/** Of what a worker asks of the files, the beginning and the end of a file are worth telling. */
function describeSend(method: string, args: string, past: Past): Words | null {
  if (method !== 'open' && method !== 'rename') return null;
  // A student's own RPC may have such a name too.
  const { name, from, to } = JSON.parse(args) as Readonly<Record<string, unknown>>;
  if (method === 'open' && typeof name === 'string') {
    // That a map ended says more than that its files begin.
    if (past.effects.some(({ kind }) => kind === 'emit')) return null;
    return { words: `writes ${name}`, ...(isOutput(name) ? {} : ALIKE) };
  }
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  const words = { words: `renames ${from} to ${to}`, short: `commits ${to}` };
  return isOutput(to) ? words : { ...words, ...ALIKE };
}

/** A map has a file for each reduce task, and often two names for each. */
const ALIKE = { alike: 'writes and renames files' };

function describeChange({ name, contents }: FileChange): Words {
  if (contents === null) return { words: `${name} is gone` };
  return {
    words: `${name}: ${contents.length} characters`,
    short: `${name}: ${contents.length}`,
  };
}

function describeNews(news: WorkerNews | CoordinatorNews): Words {
  switch (news.kind) {
    case 'map-started':
      return { words: `maps ${news.file}` };
    case 'map-ended':
      return { words: `mapped ${news.file}` };
    case 'reduce-started':
      return {
        words: `reduces '${news.key}' of task ${news.task}`,
        short: `reduces '${news.key}'`,
      };
    case 'reduce-ended':
      return {
        words: `reduced '${news.key}' of task ${news.task}`,
        short: `reduced '${news.key}'`,
      };
    case 'crash':
      return { words: 'its application crashes', short: 'app crashes' };
    case 'done':
      return { words: 'done() is true', short: 'DONE' };
    case 'exited':
      return { words: 'exits' };
  }
}
