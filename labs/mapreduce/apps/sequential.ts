import { outputName, reduceTaskOf, type Job } from '../api.ts';
import type { PlainApp } from './plain-app.ts';

/** The outputs that one process would give which does one task after the other: what must come out. */
export function runSequentially(
  app: PlainApp,
  texts: Readonly<Record<string, string>>,
  { files, reduceTasks }: Job,
): Map<string, string> {
  const groups = new Map<string, string[]>();
  for (const file of files) {
    for (const { key, value } of app.map(file, texts[file] ?? '')) {
      const values = groups.get(key);
      if (values === undefined) groups.set(key, [value]);
      else values.push(value);
    }
  }
  const outputs = new Map<string, string>();
  for (let task = 0; task < reduceTasks; task++) outputs.set(outputName(task), '');
  for (const key of [...groups.keys()].toSorted()) {
    const name = outputName(reduceTaskOf(key, reduceTasks));
    const line = `${key} ${app.reduce(key, groups.get(key) ?? [])}\n`;
    outputs.set(name, (outputs.get(name) ?? '') + line);
  }
  return outputs;
}
