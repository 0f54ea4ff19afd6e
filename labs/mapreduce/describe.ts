import type { Describe, Told } from '../../harness/story/narrator.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { CHANGE_CHANNEL, type FileChange } from './files/file-server.ts';
import { isOutput } from './files/output-names.ts';
import type { CoordinatorNews, WorkerNews } from './news.ts';

type Words = Omit<Told, 'server'>;

/** MapReduce's words for the events of a run. */
export const describeMapReduce: Describe = () => ({
  tell(event) {
    if (event.kind !== 'effect') return null;
    const words = describeEffect(event.effect);
    return words === null ? null : { server: event.server, ...words };
  },
});

function describeEffect(effect: Effect): Words | null {
  if (effect.kind === 'send') return describeSend(effect.method, effect.args);
  if (effect.kind !== 'emit') return null;
  return effect.channel === CHANGE_CHANNEL
    ? describeChange(JSON.parse(effect.value) as FileChange)
    : describeNews(JSON.parse(effect.value) as WorkerNews | CoordinatorNews);
}

/** Of what a worker asks of the files, the beginning and the end of a file are worth telling. */
function describeSend(method: string, args: string): Words | null {
  if (method !== 'open' && method !== 'rename') return null;
  // A student's own RPC may have such a name too.
  const { name, from, to } = JSON.parse(args) as Readonly<Record<string, unknown>>;
  if (method === 'open' && typeof name === 'string') {
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
