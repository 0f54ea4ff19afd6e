import { outputName } from './api.ts';
import type { JobFact } from './fact.ts';

/** A beginning of work on a task, as a failure's text names it. */
export interface Beginning {
  readonly atUs: number;
  readonly worker: string;
  readonly task: string;
}

/** The map task of a file, in words; a reduce task is called by its output's name. */
export function mapTask(file: string): string {
  return `the map of ${file}`;
}

/** Every attempt, in order. */
export function attemptsOf(facts: readonly JobFact[]): Beginning[] {
  const beginningOf = startBeginnings();
  return facts.flatMap((fact) => beginningOf(fact) ?? []);
}

/** Returns a function that takes every fact in order and tells which attempt it begins, if any. */
export function startBeginnings(): (fact: JobFact) => Beginning | undefined {
  // An attempt at a reduce begins with its first key.
  const firstKeys = new Map<string, string>();
  return (fact) => {
    if (fact.kind !== 'map-started' && fact.kind !== 'reduce-started') return undefined;
    const { atUs, worker } = fact;
    if ('file' in fact) return { atUs, worker, task: mapTask(fact.file) };
    const { task, key } = fact;
    const id = `${worker} ${task}`;
    const firstKey = firstKeys.get(id) ?? key;
    firstKeys.set(id, firstKey);
    return key === firstKey ? { atUs, worker, task: outputName(task) } : undefined;
  };
}
