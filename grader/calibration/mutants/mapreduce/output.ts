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
];
