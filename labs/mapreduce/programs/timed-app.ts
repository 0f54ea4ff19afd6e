import { reduceTaskOf, sleep, type App, type KeyValue } from '../api.ts';
import { APPS } from '../apps/apps.ts';
import type { PlainApp } from '../apps/plain-app.ts';
import type { AppOptions, Span, WorkerNews } from '../news.ts';

/** A third of all calls end in a crash and a third take long, as in 6.5840's crash application. */
const CRASH_CHANCE = 1 / 3;
const STALL_CHANCE = 1 / 3;
/** The longest stall, just what makes a coordinator give the task to another worker. */
const STALL_MAX_MS = 10_000;

/** The application as a worker calls it: it takes its time, tells the world, and may bring trouble. */
export class TimedApp implements App {
  private readonly plain: PlainApp;
  private readonly options: AppOptions;
  private readonly tell: (news: WorkerNews) => void;
  private readonly firstKeys = new Map<number, string>();

  constructor(options: AppOptions, tell: (news: WorkerNews) => void) {
    this.plain = APPS[options.name];
    this.options = options;
    this.tell = tell;
  }

  async map(file: string, contents: string): Promise<readonly KeyValue[]> {
    this.tell({ kind: 'map-started', file });
    await this.trouble();
    await take(this.options.mapMs);
    const pairs = this.plain.map(file, contents);
    this.tell({ kind: 'map-ended', file });
    return pairs;
  }

  async reduce(key: string, values: readonly string[]): Promise<string> {
    const { reduceMs, reduceTaskMs, slowKey, reduceTasks } = this.options;
    const task = reduceTaskOf(key, reduceTasks);
    // An attempt meets its task's first key once, also where two attempts take turns.
    const firstKey = this.firstKeys.get(task) ?? key;
    this.firstKeys.set(task, firstKey);
    const isFirst = key === firstKey;
    const [, longestMs] = reduceMs;
    // Where every word is a key, only the first of a task is worth telling.
    if (longestMs > 0 || isFirst) this.tell({ kind: 'reduce-started', task, key });
    await this.trouble();
    if (isFirst) await take(reduceTaskMs);
    await take(key === slowKey?.key ? [slowKey.ms, slowKey.ms] : reduceMs);
    const result = this.plain.reduce(key, values);
    if (longestMs > 0) this.tell({ kind: 'reduce-ended', task, key });
    return result;
  }

  private async trouble(): Promise<void> {
    if (Date.now() >= this.options.troubleUntilMs) return;
    const draw = Math.random();
    if (draw < CRASH_CHANCE) {
      this.tell({ kind: 'crash' });
      await new Promise(() => {});
    }
    if (draw < CRASH_CHANCE + STALL_CHANCE) await take([0, STALL_MAX_MS]);
  }
}

async function take([leastMs, mostMs]: Span): Promise<void> {
  if (mostMs > 0) await sleep(leastMs + Math.random() * (mostMs - leastMs));
}
