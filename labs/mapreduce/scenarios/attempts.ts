import { outputName } from '../api.ts';
import type { JobWorld } from '../job-world.ts';

/** A beginning of work on a task, as a failure's text names it. */
interface Beginning {
  readonly atUs: number;
  readonly worker: string;
  readonly task: string;
}

/** The map task of a file, in words; a reduce task is called by its output's name. */
export function mapTask(file: string): string {
  return `the map of ${file}`;
}

/** Every attempt so far: maps in their order, then reduces. An attempt at a reduce begins with its first key. */
export function attemptsOf(world: JobWorld): Beginning[] {
  const firstKeys = new Map<string, string>();
  const reduces = world.factsOf('reduce-started').filter(({ worker, task, key }) => {
    const id = `${worker} ${task}`;
    if (!firstKeys.has(id)) firstKeys.set(id, key);
    return firstKeys.get(id) === key;
  });
  return [
    ...world
      .factsOf('map-started')
      .map(({ atUs, worker, file }) => ({ atUs, worker, task: mapTask(file) })),
    ...reduces.map(({ atUs, worker, task }) => ({ atUs, worker, task: outputName(task) })),
  ];
}
