import { coordinator, worker, type Mutant } from './mutant.ts';

/** Files are seen half written, or an attempt is believed that never ended. */
export const COMMIT: readonly Mutant[] = [
  {
    name: 'output-in-place',
    wrong: true,
    sentence: 'Writes an output under its final name, where it can be seen half written.',
    killedBy: ['one-worker', 'word-count'],
    edits: {
      reference: [
        worker(
          'await this.commit(outputName(task), output);',
          'await this.files.write(outputName(task), output);',
        ),
      ],
      'long-poll': [
        worker(
          "await this.#files.write(`out-${token}`, lines.join(''));\n    await this.#files.rename(`out-${token}`, outputName(id));",
          "await this.#files.write(outputName(id), lines.join(''));",
        ),
      ],
      push: [
        worker(
          'await this.publish(outputName(index), text);',
          'await this.files.write(outputName(index), text);',
        ),
      ],
      sweeper: [
        worker(
          'await this.writeFile(outputName(id), content);',
          'await this.files.write(outputName(id), content);',
        ),
      ],
    },
  },
  {
    name: 'intermediate-in-place',
    wrong: true,
    sentence:
      'Writes intermediate files under their final names, where a late attempt empties them again.',
    killedBy: ['late-writer'],
    edits: {
      reference: [
        worker(
          'await this.commit(intermediateName(task, reduceTask), JSON.stringify(pairs));',
          'await this.files.write(intermediateName(task, reduceTask), JSON.stringify(pairs));',
        ),
      ],
      push: [
        worker(
          'await this.publish(`mapped/${file}/${bucket}`, JSON.stringify([...groups]));',
          'await this.files.write(`mapped/${file}/${bucket}`, JSON.stringify([...groups]));',
        ),
      ],
      'long-poll': [
        worker(
          'const token = `${this.#name}.${Date.now()}.${lane}.${turn}`;',
          'const token = `${job}.${id}`;',
        ),
      ],
      sweeper: [
        worker(
          'this.writeFile(`mr-${id}-${y}`, JSON.stringify(kvs))',
          'this.files.write(`mr-${id}-${y}`, JSON.stringify(kvs))',
        ),
      ],
    },
  },
  {
    name: 'shared-temporary-name',
    wrong: true,
    sentence: 'Two attempts at one task write to the same temporary file.',
    killedBy: ['two-writers'],
    edits: {
      reference: [
        worker('`tmp-${this.node.name}-${chance}-${this.temporaryFiles++}`', '`tmp-${name}`'),
      ],
      push: [worker('`draft/${Math.random()}/${name}`', '`draft/${name}`')],
      sweeper: [
        worker('`${name}.${this.me}.${Math.random().toString(36).slice(2)}.tmp`', '`${name}.tmp`'),
      ],
      'long-poll': [
        worker(
          "await this.#files.write(`out-${token}`, lines.join(''));\n    await this.#files.rename(`out-${token}`, outputName(id));",
          "await this.#files.write(`temporary-${id}`, lines.join(''));\n    await this.#files.rename(`temporary-${id}`, outputName(id));",
        ),
      ],
    },
  },
  {
    name: 'reads-unfinished-attempts',
    wrong: true,
    sentence:
      'A reduce takes every file that looks like input for it, those of crashed attempts too.',
    killedBy: ['crash-in-commit'],
    edits: {
      reference: [
        worker(
          '`tmp-${this.node.name}-${chance}-${this.temporaryFiles++}`',
          '`${name}-tmp-${this.node.name}-${chance}-${this.temporaryFiles++}`',
        ),
        worker(
          "for (let mapTask = 0; mapTask < mapTasks; mapTask++) {\n      const text = (await this.files.read(intermediateName(mapTask, task))) ?? '[]';\n      for (const { key, value } of JSON.parse(text) as KeyValue[]) {",
          "const names = await this.files.list();\n    for (let mapTask = 0; mapTask < mapTasks; mapTask++) {\n      const name = intermediateName(mapTask, task);\n      const texts: string[] = [];\n      for (const each of names) {\n        if (each === name || each.startsWith(`${name}-`)) texts.push((await this.files.read(each)) ?? '[]');\n      }\n      for (const { key, value } of texts.flatMap((text) => (text.endsWith(']') ? JSON.parse(text) : [])) as KeyValue[]) {",
        ),
      ],
      'long-poll': [
        worker(
          'const texts = await Promise.all(tokens.map((each) => this.#files.read(partName(each, id))));',
          "const names = (await this.#files.list('part-')).filter((name) => name.endsWith(`-${id}`));\n" +
            '    const texts = await Promise.all(names.map((each) => this.#files.read(each)));',
        ),
      ],
    },
  },
  {
    name: 'reports-before-commit',
    wrong: true,
    sentence:
      'Reports a reduce task before its output has its name: a crash between loses the output.',
    killedBy: ['two-writers', 'crash-in-commit'],
    edits: {
      reference: [
        worker(
          'await this.commit(outputName(task), output);',
          "await this.report({ kind: 'reduce', task });\n    await this.commit(outputName(task), output);",
        ),
      ],
      sweeper: [
        worker(
          'await this.writeFile(outputName(id), content);',
          "await this.coordinator.taskDone({ kind: 'reduce', id });\n    await this.writeFile(outputName(id), content);",
        ),
      ],
    },
  },
  {
    name: 'removes-its-input',
    wrong: true,
    sentence:
      'Removes the intermediate files once its output is there: a second attempt finds none.',
    killedBy: ['coordinator-restarts', 'coordinator-remembers'],
    edits: {
      reference: [
        worker(
          'await this.commit(outputName(task), output);',
          'await this.commit(outputName(task), output);\n' +
            '    for (let mapTask = 0; mapTask < mapTasks; mapTask++) {\n' +
            '      await this.files.remove(intermediateName(mapTask, task));\n    }',
        ),
      ],
      sweeper: [
        worker(
          'await this.writeFile(outputName(id), content);',
          'await this.writeFile(outputName(id), content);\n' +
            '    for (const x of fileNames.keys()) await this.files.remove(`mr-${x}-${id}`);',
        ),
      ],
    },
  },
  {
    name: 'does-not-await-write',
    wrong: true,
    sentence: 'Renames a file while it is still being written.',
    killedBy: ['one-worker', 'word-count'],
    edits: {
      reference: [
        worker(
          'await this.files.write(temporary, contents);',
          'void this.files.write(temporary, contents);',
        ),
      ],
      sweeper: [
        worker('await this.files.write(temp, content);', 'void this.files.write(temp, content);'),
      ],
    },
  },
  {
    name: 'grant-without-end',
    wrong: true,
    sentence: 'Who asks first may commit a reduce, for ever: if that worker dies, nobody else may.',
    killedBy: ['crash-in-commit'],
    edits: {
      reference: [
        coordinator(
          '  private assignMap(): Assignment {',
          `${mayCommit('task')}  private assignMap(): Assignment {`,
        ),
        worker(
          '        else await this.reduce(assignment);\n',
          '        else if (!(await this.reduce(assignment))) continue;\n',
        ),
        worker(
          'reduce({ task, mapTasks }: ReduceTask): Promise<void> {',
          'reduce({ task, mapTasks }: ReduceTask): Promise<boolean> {',
        ),
        worker(
          '    await this.commit(outputName(task), output);',
          '    if ((await this.ask((each) => each.mayCommit({ task }))) !== true) return false;\n' +
            '    await this.commit(outputName(task), output);\n    return true;',
        ),
      ],
      'long-poll': [
        coordinator('  get #mapped(): boolean {', `${mayCommit('id')}  get #mapped(): boolean {`),
        worker(
          '    await this.#files.write(`out-${token}`,',
          '    if ((await this.#persist(() => this.#master.mayCommit({ id }))) !== true) {\n' +
            '      this.#refused.add(token);\n      return;\n    }\n' +
            '    await this.#files.write(`out-${token}`,',
        ),
        worker(
          '      const done: Done = { job, id, token };\n',
          '      if (this.#refused.has(token)) continue;\n      const done: Done = { job, id, token };\n',
        ),
        worker(
          '  #heardAt = Date.now();\n',
          '  #heardAt = Date.now();\n  readonly #refused = new Set<string>();\n',
        ),
      ],
      push: [
        coordinator(
          '  private nextOrder(): Order',
          `${mayCommit('index')}  private nextOrder(): Order`,
        ),
        worker(
          '    else await this.performReduce(order);\n',
          '    else return await this.performReduce(order);\n',
        ),
        worker(
          'performReduce({ index, files }: Order): Promise<void> {',
          'performReduce({ index, files }: Order): Promise<boolean> {',
        ),
        worker(
          '    await this.publish(outputName(index), text);',
          '    if ((await this.coordinator.mayCommit({ index })) !== true) return false;\n' +
            '    await this.publish(outputName(index), text);\n    return true;',
        ),
      ],
    },
  },
  {
    name: 'reports-what-it-may-not-commit',
    wrong: true,
    sentence:
      'An attempt that may not commit, because another one may, reports the task all the same.',
    killedBy: ['crash-in-commit'],
    edits: {
      sweeper: [
        coordinator('  private enter(phase', `${mayCommit('id')}  private enter(phase`),
        worker(
          '    await this.writeFile(outputName(id), content);',
          '    if ((await this.coordinator.mayCommit({ id })) !== true) return;\n' +
            '    await this.writeFile(outputName(id), content);',
        ),
      ],
    },
  },
  {
    name: 'reports-before-its-parts',
    wrong: true,
    sentence: 'Reports a map task while its files are still being written.',
    killedBy: ['word-count', 'indexer'],
    edits: {
      'long-poll': [
        worker(
          '    await Promise.all(\n      Array.from({ length: parts }',
          '    void Promise.all(\n      Array.from({ length: parts }',
        ),
      ],
      sweeper: [
        worker(
          '    await Promise.all(\n      intermediate',
          '    void Promise.all(\n      intermediate',
        ),
      ],
    },
  },
  {
    name: 'temporary-name-of-the-worker',
    wrong: true,
    sentence: 'A worker has one temporary name, though it does two tasks at a time.',
    killedBy: ['word-count', 'odd-keys'],
    edits: {
      'long-poll': [
        worker(
          "await this.#files.write(`out-${token}`, lines.join(''));\n    await this.#files.rename(`out-${token}`, outputName(id));",
          "await this.#files.write(`out-${this.#name}`, lines.join(''));\n    await this.#files.rename(`out-${this.#name}`, outputName(id));",
        ),
      ],
    },
  },
  {
    name: 'inputs-by-their-ending',
    wrong: true,
    sentence:
      'Reads every file whose name ends like that of its input: the output of an earlier attempt does too.',
    killedBy: ['crash-in-commit'],
    edits: {
      reference: [
        worker(
          "for (let mapTask = 0; mapTask < mapTasks; mapTask++) {\n      const text = (await this.files.read(intermediateName(mapTask, task))) ?? '[]';",
          "const names = (await this.files.list('mr-')).filter((each) => each.endsWith(`-${task}`));\n" +
            "    for (const each of mapTasks === 0 ? [] : names) {\n      const text = (await this.files.read(each)) ?? '[]';",
        ),
      ],
    },
  },
];

/** A coordinator's grant to the first who asks; `task` is what its style calls the number of a task. */
function mayCommit(task: string): string {
  return (
    '  private readonly granted = new Set<number>();\n' +
    `  mayCommit({ ${task} }: { readonly ${task}: number }): boolean {\n` +
    `    if (this.granted.has(${task})) return false;\n` +
    `    this.granted.add(${task});\n    return true;\n  }\n\n`
  );
}
