import type { Describe } from '../../harness/trace/story.ts';
import type { Effect } from '../../harness/sim/server.ts';
import type { FileRpc } from './files/file-rpc.ts';
import { CHANGE_CHANNEL, type FileChange } from './files/file-server.ts';
import type { CoordinatorNews, WorkerNews } from './news.ts';

/** MapReduce's words for the events of a run. */
export const describeMapReduce: Describe = (event) => {
  switch (event.kind) {
    case 'crash':
      return { server: event.server, words: 'CRASH' };
    case 'restart':
      return { server: event.server, words: 'starts' };
    case 'effect': {
      const words = describeEffect(event.effect);
      return words === null ? null : { server: event.server, words };
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
  switch (effect.kind) {
    case 'send':
      return describeSend(effect.method, effect.args);
    case 'emit':
      return effect.channel === CHANGE_CHANNEL
        ? describeChange(JSON.parse(effect.value) as FileChange)
        : describeNews(JSON.parse(effect.value) as WorkerNews | CoordinatorNews);
    case 'log':
      return effect.text.slice(0, 60);
    case 'fail':
      return 'FAILS';
    default:
      return null;
  }
}

/** Of what a worker asks of the files, what changes a name is worth a line. */
function describeSend(method: string, args: string): string | null {
  if (method !== 'open' && method !== 'rename') return null;
  const { name, from, to } = JSON.parse(args) as Partial<
    Parameters<FileRpc['open']>[0] & Parameters<FileRpc['rename']>[0]
  >;
  if (method === 'open') return name === undefined ? null : `writes ${name}`;
  return to === undefined ? null : `renames ${from} to ${to}`;
}

function describeChange({ name, contents }: FileChange): string {
  return contents === null ? `${name} is gone` : `${name}: ${contents.length} characters`;
}

function describeNews(news: WorkerNews | CoordinatorNews): string {
  switch (news.kind) {
    case 'map-started':
      return `maps ${news.file}`;
    case 'map-ended':
      return `mapped ${news.file}`;
    case 'reduce-started':
      return `reduces ${news.key} (${news.task})`;
    case 'reduce-ended':
      return `reduced ${news.key} (${news.task})`;
    case 'crash':
      return 'its app crashes';
    case 'done':
      return 'DONE';
    case 'exited':
      return 'EXITS';
  }
}
