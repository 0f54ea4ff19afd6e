/** Says in words how an output file differs from what it must hold; undefined when it does not. */
export function outputDifference(
  name: string,
  contents: string,
  outputs: ReadonlyMap<string, string>,
): string | undefined {
  const expected = outputs.get(name);
  if (expected === undefined) {
    return `there is a file ${name}, but the outputs are ${[...outputs.keys()].join(', ')}`;
  }
  if (contents === expected) return undefined;
  const size = `${name} has ${contents.length} of ${expected.length} characters`;
  if (contents.includes('\0')) return `${size}, with a hole: two writers wrote it at once`;
  if (expected.startsWith(contents)) return `${size}: it was seen before it was written`;
  const lines = contents.split('\n');
  if (contents !== '' && lines.pop() !== '') return `the last line of ${name} does not end`;
  return lineDifference(name, lines, outputs);
}

function lineDifference(
  name: string,
  lines: readonly string[],
  outputs: ReadonlyMap<string, string>,
): string {
  const expected = valuesByKey(outputs.get(name) ?? '');
  const seen = new Set<string>();
  for (const line of lines) {
    const [key, value] = split(line);
    const right = expected.get(key);
    if (right === undefined) return `${name} has the key ${show(key)}, ${whereElse(key, outputs)}`;
    if (seen.has(key)) return `${name} has the key ${show(key)} twice`;
    seen.add(key);
    if (value !== right) return `${name} says ${show(line)}, not ${show(`${key} ${right}`)}`;
  }
  const missing = [...expected.keys()].filter((key) => !seen.has(key));
  if (missing.length > 0) {
    return `${name} lacks ${missing.length} of ${expected.size} keys, such as ${show(missing[0] ?? '')}`;
  }
  const keys = [...seen];
  const at = keys.findIndex((key, i) => i > 0 && key < (keys[i - 1] ?? ''));
  return `${name} has ${show(keys[at - 1] ?? '')} before ${show(keys[at] ?? '')}: its keys are not sorted`;
}

function whereElse(key: string, outputs: ReadonlyMap<string, string>): string {
  const right = [...outputs].find(([, contents]) => valuesByKey(contents).has(key));
  return right === undefined ? 'which no map task emitted' : `which belongs to ${right[0]}`;
}

function valuesByKey(contents: string): Map<string, string> {
  return new Map(contents.split('\n').slice(0, -1).map(split));
}

function split(line: string): [key: string, value: string] {
  const space = line.indexOf(' ');
  return space < 0 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}

function show(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
}
