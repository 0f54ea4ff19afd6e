import { worker, type Mutant } from './mutant.ts';

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
];
