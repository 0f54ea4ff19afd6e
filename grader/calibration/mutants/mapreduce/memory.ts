import { coordinator, type Mutant } from './mutant.ts';

/** What a coordinator has on its disk is not what it was told. */
export const MEMORY: readonly Mutant[] = [
  {
    name: 'forgets-reduces',
    wrong: true,
    sentence: 'Saves which maps are finished, and not which reduces.',
    killedBy: ['coordinator-remembers'],
    edits: {
      reference: [
        coordinator(
          'reduces: this.reduces.finished };',
          'reduces: this.reduces.finished.map(() => false) };',
        ),
      ],
      'long-poll': [
        coordinator(
          'this.#node.persister.save(this.#ledger);',
          'this.#node.persister.save({ ...this.#ledger, reduced: this.#ledger.reduced.map(() => false) });',
        ),
      ],
      push: [
        coordinator(
          'this.node.persister.save(this.finished);',
          'this.node.persister.save({ ...this.finished, reduce: [] });',
        ),
      ],
      sweeper: [
        coordinator(
          'this.node.persister.save({ phase: this.phase, completed });',
          "this.node.persister.save({ phase: this.phase, completed: this.phase === 'reduce' ? [] : completed });",
        ),
      ],
    },
  },
  {
    name: 'forgets-maps-in-part',
    wrong: true,
    sentence: 'Saves only that all maps are finished: one that restarts among them begins anew.',
    killedBy: ['coordinator-remembers'],
    edits: {
      reference: [
        coordinator(
          'maps: this.maps.finished,',
          'maps: this.maps.finished.map((each) => each && this.maps.isFinished),',
        ),
      ],
      sweeper: [
        coordinator(
          'this.node.persister.save({ phase: this.phase, completed });',
          "this.node.persister.save({ phase: this.phase, completed: this.phase === 'map' ? [] : completed });",
        ),
      ],
    },
  },
  {
    name: 'second-life-forgets-the-first',
    wrong: true,
    sentence:
      'A coordinator saves the reports of its present life only: after a second restart the first ones are gone.',
    killedBy: ['coordinator-remembers'],
    edits: {
      push: [
        coordinator(
          '  private readonly running = new Set<string>();\n',
          '  private readonly running = new Set<string>();\n' +
            '  private readonly heard: { map: number[]; reduce: number[] } = { map: [], reduce: [] };\n',
        ),
        coordinator(
          '    this.node.persister.save(this.finished);',
          '    this.heard[phase].push(index);\n    this.node.persister.save(this.heard);',
        ),
      ],
      reference: [
        coordinator(
          '    tasks.finish(task);\n    this.persist();',
          '    tasks.finish(task);\n    this.heard[kind].push(task);\n    this.persist();',
        ),
        coordinator(
          '  private readonly maps: TaskList;\n',
          '  private readonly heard = { map: [] as number[], reduce: [] as number[] };\n  private readonly maps: TaskList;\n',
        ),
        coordinator(
          'maps: this.maps.finished, reduces: this.reduces.finished };',
          'maps: this.maps.finished.map((_, i) => this.heard.map.includes(i)), reduces: this.reduces.finished.map((_, i) => this.heard.reduce.includes(i)) };',
        ),
      ],
    },
  },
  {
    name: 'saves-before-it-marks',
    wrong: true,
    sentence: 'Saves what it knew before a report, and then takes note of it.',
    killedBy: ['coordinator-remembers'],
    edits: {
      reference: [
        coordinator(
          '    tasks.finish(task);\n    this.persist();',
          '    this.persist();\n    tasks.finish(task);',
        ),
      ],
      push: [
        coordinator(
          '    this.finished[phase].push(index);\n    this.node.persister.save(this.finished);',
          '    this.node.persister.save(this.finished);\n    this.finished[phase].push(index);',
        ),
      ],
    },
  },
  {
    name: 'phase-alone-is-saved',
    wrong: true,
    sentence: 'Saves whether it maps or reduces, and no task.',
    killedBy: ['coordinator-remembers'],
    edits: {
      sweeper: [
        coordinator(
          'this.node.persister.save({ phase: this.phase, completed });',
          'this.node.persister.save({ phase: this.phase, completed: completed.slice(0, 0) });',
        ),
      ],
    },
  },
];
