import { worker, type Mutant } from './mutant.ts';

/** What comes out is wrong even when nothing fails. */
export const OUTPUT: readonly Mutant[] = [
  {
    name: 'random-partition',
    wrong: true,
    sentence: 'Draws the reduce task of a key, so that one key may go to several.',
    killedBy: ['one-worker', 'word-count'],
    edits: {
      reference: [
        worker(
          'parts[reduceTaskOf(pair.key, reduceTasks)]',
          'parts[Math.floor(Math.random() * reduceTasks)]',
        ),
      ],
      sweeper: [
        worker(
          'intermediate[reduceTaskOf(kv.key, nReduce)]',
          'intermediate[Math.floor(Math.random() * nReduce)]',
        ),
      ],
    },
  },
  {
    name: 'partition-by-order',
    wrong: true,
    sentence: 'Deals pairs out to the reduce tasks in the order in which map emits them.',
    killedBy: ['one-worker', 'word-count'],
    edits: {
      reference: [
        worker(
          '  private temporaryFiles = 0;',
          '  private temporaryFiles = 0;\n  private dealt = 0;',
        ),
        worker('parts[reduceTaskOf(pair.key, reduceTasks)]', 'parts[this.dealt++ % reduceTasks]'),
      ],
    },
  },
  {
    name: 'not-sorted',
    wrong: true,
    sentence: 'Writes the keys of an output in the order in which it met them.',
    killedBy: ['one-worker', 'word-count'],
    edits: {
      reference: [worker('[...groups.keys()].toSorted()', 'groups.keys()')],
      sweeper: [worker('Object.keys(byKey).toSorted()', 'Object.keys(byKey)')],
      push: [worker('[...all].toSorted(([a], [b]) => (a < b ? -1 : 1))', '[...all]')],
    },
  },
  {
    name: 'never-exits',
    wrong: true,
    sentence: 'A worker goes on asking for tasks when it was told that all is done.',
    killedBy: ['one-worker', 'word-count'],
    edits: {
      reference: [
        worker(
          "if (assignment === undefined || assignment.kind === 'exit') return;\n      if (assignment.kind === 'wait') await",
          "if (assignment === undefined) continue;\n      if (assignment.kind === 'wait' || assignment.kind === 'exit') await",
        ),
      ],
      sweeper: [
        worker(
          "if (!task || task.kind === 'quit') return;\n      if (task.kind === 'sleep') {",
          "if (!task || task.kind === 'quit' || task.kind === 'sleep') {",
        ),
      ],
    },
  },
  {
    name: 'lines-of-text',
    wrong: true,
    sentence: 'Writes intermediate pairs as lines, which a key or a value may break.',
    killedBy: ['any-text'],
    edits: {
      reference: [
        worker(
          'JSON.stringify(pairs)',
          "pairs.map(({ key, value }) => `${key}\\t${value}\\n`).join('')",
        ),
        worker(
          'for (const { key, value } of JSON.parse(text) as KeyValue[]) {',
          "const lines = text === '[]' ? [] : text.split('\\n').filter((line) => line !== '');\n      for (const [key = '', value = ''] of lines.map((line) => line.split('\\t'))) {",
        ),
      ],
    },
  },
  {
    name: 'groups-in-a-plain-object',
    wrong: true,
    sentence: 'Groups values in a plain object, which has members of its own: `constructor`, say.',
    killedBy: ['odd-keys'],
    edits: {
      reference: [
        worker(
          'const groups = new Map<string, string[]>();',
          'const groups: Record<string, string[]> = {};',
        ),
        worker('const values = groups.get(key);', 'const values = groups[key];'),
        worker(
          'if (values === undefined) groups.set(key, [value]);',
          'if (values === undefined) groups[key] = [value];',
        ),
        worker('[...groups.keys()].toSorted()', 'Object.keys(groups).toSorted()'),
        worker('groups.get(key) ?? []', 'groups[key] ?? []'),
      ],
      push: [
        worker(
          'const all = new Map<string, string[]>();',
          'const all: Record<string, string[]> = {};',
        ),
        worker(
          'all.set(key, [...(all.get(key) ?? []), ...values]);',
          'all[key] = [...(all[key] ?? []), ...values];',
        ),
        worker('[...all].toSorted(', 'Object.entries(all).toSorted('),
      ],
      sweeper: [worker('Object.create(null) as Record<string, string[]>;', '{};')],
      'long-poll': [
        worker(
          '    const lines: string[] = [];\n',
          '    const counted: Record<string, number> = {};\n' +
            '    for (const { key } of pairs) counted[key] = (counted[key] ?? 0) + 1;\n' +
            '    const lines: string[] = [];\n',
        ),
        worker('while (pairs[to]?.key === key) to++;', 'to += counted[key] ?? 1;'),
      ],
    },
  },
  {
    name: 'own-members-only',
    wrong: true,
    sentence:
      'Groups values in a plain object and asks for its own members: `__proto__` never is one.',
    killedBy: ['odd-keys'],
    edits: {
      sweeper: [
        worker('Object.create(null) as Record<string, string[]>;', '{};'),
        worker(
          '[...(byKey[key] ?? []), value]',
          '[...((Object.hasOwn(byKey, key) ? byKey[key] : undefined) ?? []), value]',
        ),
      ],
      push: [
        worker(
          'const all = new Map<string, string[]>();',
          'const all: Record<string, string[]> = {};',
        ),
        worker(
          'all.set(key, [...(all.get(key) ?? []), ...values]);',
          'all[key] = [...((Object.hasOwn(all, key) ? all[key] : undefined) ?? []), ...values];',
        ),
        worker('[...all].toSorted(', 'Object.entries(all).toSorted('),
      ],
    },
  },
  {
    name: 'in-the-order-of-an-object',
    wrong: true,
    sentence:
      'Sorts the pairs, and writes keys in the order of an object, which has numbers first.',
    killedBy: ['odd-keys'],
    edits: {
      sweeper: [
        worker(
          'for (const { key, value } of kva) byKey',
          'kva.sort((a, b) => (a.key < b.key ? -1 : 1));\n    for (const { key, value } of kva) byKey',
        ),
        worker('Object.keys(byKey).toSorted()', 'Object.keys(byKey)'),
      ],
    },
  },
  {
    name: 'sorted-for-readers',
    wrong: true,
    sentence: 'Sorts keys as a dictionary does, and not as `<` compares them.',
    killedBy: ['one-worker', 'odd-keys'],
    edits: {
      reference: [worker('.toSorted()', ".toSorted((a, b) => a.localeCompare(b, 'en'))")],
      push: [worker('(a < b ? -1 : 1)', "a.localeCompare(b, 'en')")],
    },
  },
  {
    name: 'empty-keys-are-none',
    wrong: true,
    sentence: 'Leaves out the key that is empty.',
    killedBy: ['any-text', 'odd-keys'],
    edits: {
      reference: [
        worker(
          '        if (values === undefined) groups',
          "        if (key === '') continue;\n        if (values === undefined) groups",
        ),
      ],
    },
  },
  {
    name: 'empty-results-are-none',
    wrong: true,
    sentence: 'Leaves out a key for which reduce gives an empty text.',
    killedBy: ['odd-keys'],
    edits: {
      'long-poll': [
        worker(
          'lines.push(`${key} ${await this.#app.reduce(key, values)}\\n`);',
          "const result = await this.#app.reduce(key, values);\n      if (result !== '') lines.push(`${key} ${result}\\n`);",
        ),
      ],
    },
  },
  {
    name: 'names-run-together',
    wrong: true,
    sentence:
      'Puts the numbers of map and reduce task side by side: 1 and 11 make the same name as 11 and 1.',
    killedBy: ['odd-keys'],
    edits: {
      reference: [
        {
          file: 'mapreduce/protocol.ts',
          find: '`mr-${mapTask}-${reduceTask}`',
          replace: '`mr-${mapTask}${reduceTask}`',
        },
      ],
    },
  },
];
