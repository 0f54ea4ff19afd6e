import { coordinator, tasks, worker, type Mutant } from './mutant.ts';

/** The coordinator hands out the wrong thing, too early, too late or not at all; a worker leaves. */
export const SCHEDULING: readonly Mutant[] = [
  {
    name: 'never-hands-out-again',
    wrong: true,
    sentence: 'Waits for ever for a worker that has got a task.',
    killedBy: ['crashes', 'crash-in-commit', 'late-writer'],
    edits: {
      reference: [
        tasks(
          'return sinceMs === undefined || nowMs - sinceMs >= PATIENCE_MS;',
          'return sinceMs === undefined || nowMs - sinceMs >= 1_000 * PATIENCE_MS;',
        ),
      ],
      'long-poll': [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 10_000_000;')],
      push: [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 10_000_000;')],
      sweeper: [coordinator('task.age += 1;', 'task.age += 0;')],
    },
  },
  {
    name: 'hands-out-again-too-early',
    wrong: true,
    sentence: 'Gives a task to a second worker after 3 s, although the first is at it.',
    killedBy: ['job-count'],
    edits: {
      reference: [tasks('const PATIENCE_MS = 10_000;', 'const PATIENCE_MS = 3_000;')],
      'long-poll': [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 3_000;')],
      push: [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 3_000;')],
      sweeper: [coordinator('const MAX_AGE = 11;', 'const MAX_AGE = 3;')],
    },
  },
  {
    name: 'hands-out-to-all',
    wrong: true,
    sentence: 'Does not note that a task was handed out: every worker gets it.',
    killedBy: ['job-count'],
    edits: {
      reference: [tasks('    this.handedOutAtMs[task] = nowMs;\n', '')],
      sweeper: [coordinator("    task.state = 'in progress';\n", '')],
    },
  },
  {
    name: 'one-at-a-time',
    wrong: true,
    sentence: 'Hands out a task only when nobody works on another.',
    killedBy: ['map-parallelism', 'reduce-parallelism'],
    edits: {
      reference: [
        tasks(
          '    const nowMs = Date.now();\n',
          '    const nowMs = Date.now();\n' +
            '    const isBusy = this.handedOutAtMs.some(\n' +
            '      (ms, each) => !this.finished[each] && nowMs - (ms ?? -PATIENCE_MS) < PATIENCE_MS,\n' +
            '    );\n' +
            '    if (isBusy) return undefined;\n',
        ),
      ],
      sweeper: [
        coordinator(
          "const task = this.tasks.find((each) => each.state === 'idle');",
          "const isBusy = this.tasks.some((each) => each.state === 'in progress');\n" +
            "    const task = isBusy ? undefined : this.tasks.find((each) => each.state === 'idle');",
        ),
      ],
    },
  },
  {
    name: 'reduces-one-at-a-time',
    wrong: true,
    sentence: 'Maps in parallel, but hands out a reduce task only when nobody works on another.',
    killedBy: ['reduce-parallelism'],
    edits: {
      sweeper: [
        coordinator(
          "const task = this.tasks.find((each) => each.state === 'idle');",
          "const isBusy =\n      this.phase === 'reduce' && this.tasks.some((each) => each.state === 'in progress');\n" +
            "    const task = isBusy ? undefined : this.tasks.find((each) => each.state === 'idle');",
        ),
      ],
    },
  },
  {
    name: 'reduces-too-early',
    wrong: true,
    sentence: 'Begins to reduce when the last map task is handed out, not when it is finished.',
    killedBy: ['word-count', 'indexer', 'job-count'],
    edits: {
      reference: [
        coordinator(
          'if (!this.maps.isFinished) return this.assignMap();\n    if (!this.reduces.isFinished) return this.assignReduce();',
          'const map = this.maps.isFinished ? undefined : this.assignMap();\n' +
            "    if (map !== undefined && map.kind !== 'wait') return map;\n" +
            '    if (!this.reduces.isFinished) return this.assignReduce();',
        ),
      ],
      push: [
        coordinator(
          "const phase = this.finished.map.length < files.length ? 'map' : 'reduce';",
          "const mapping = [...this.running].filter((task) => task.startsWith('map')).length;\n" +
            "    const phase = this.finished.map.length + mapping < files.length ? 'map' : 'reduce';",
        ),
      ],
    },
  },
  {
    name: 'counts-reports',
    wrong: true,
    sentence: 'Counts reports instead of finished tasks: two reports of one task count twice.',
    killedBy: ['late-report', 'swarm-job'],
    edits: {
      reference: [
        tasks(
          'return this.finished.every((isFinished) => isFinished);',
          'return this.reports >= this.finished.length;',
        ),
        tasks(
          '  readonly finished: boolean[];\n',
          '  readonly finished: boolean[];\n  private reports = 0;\n',
        ),
        tasks(
          '    this.handedOutAtMs = this.finished.map(() => undefined);\n',
          '    this.handedOutAtMs = this.finished.map(() => undefined);\n' +
            '    this.reports = this.finished.filter((isFinished) => isFinished).length;\n',
        ),
        tasks(
          '    this.finished[task] = true;\n',
          '    this.finished[task] = true;\n    this.reports++;\n',
        ),
      ],
      sweeper: [
        coordinator(
          '  private tasks: Task[] = [];\n',
          '  private tasks: Task[] = [];\n  private left = 0;\n',
        ),
        coordinator(
          "    if (!task || task.state === 'completed') return { isNews: false };\n    task.state = 'completed';\n" +
            "    if (this.tasks.every((each) => each.state === 'completed')) {",
          "    if (!task) return { isNews: false };\n    task.state = 'completed';\n    this.left -= 1;\n" +
            '    if (this.left === 0) {',
        ),
        coordinator(
          '    this.tasks = Array.from({ length: count }, (_, id) => {',
          '    this.left = count - completed.length;\n    this.tasks = Array.from({ length: count }, (_, id) => {',
        ),
      ],
      push: [coordinator('    if (this.finished[phase].includes(index)) return;\n', '')],
    },
  },
  {
    name: 'report-without-kind',
    wrong: true,
    sentence: 'Takes every report for one of the present phase: a late map finishes a reduce task.',
    killedBy: ['late-report'],
    edits: {
      reference: [
        coordinator(
          "const tasks = kind === 'map' ? this.maps : this.reduces;",
          'const tasks = this.maps.isFinished ? this.reduces : this.maps;',
        ),
      ],
      sweeper: [
        coordinator(
          'const task = this.tasks.find((each) => each.kind === kind && each.id === id);',
          'const task = this.tasks.find((each) => each.id === id);',
        ),
      ],
    },
  },
  {
    name: 'done-too-early',
    wrong: true,
    sentence: 'Says that the job is done when the last reduce task is handed out.',
    killedBy: ['early-exit', 'reduce-parallelism'],
    edits: {
      reference: [
        coordinator(
          'return this.reduces.isFinished;\n  }\n\n  requestTask',
          'return this.reduces.isHandedOut;\n  }\n\n  requestTask',
        ),
        tasks(
          '  /** A task that nobody works on,',
          '  get isHandedOut(): boolean {\n' +
            '    return this.handedOutAtMs.every((ms) => ms !== undefined);\n  }\n\n' +
            '  /** A task that nobody works on,',
        ),
      ],
      sweeper: [
        coordinator(
          "    return this.phase === 'over';",
          "    if (this.phase === 'map') return false;\n    return this.tasks.every(({ state }) => state !== 'idle');",
        ),
      ],
    },
  },
  {
    name: 'done-one-short',
    wrong: true,
    sentence: 'Says that the job is done when all reduce tasks but one are finished.',
    killedBy: ['early-exit', 'reduce-parallelism'],
    edits: {
      'long-poll': [
        coordinator(
          'return this.#ledger.reduced.every(Boolean);',
          'return this.#ledger.reduced.filter((each) => !each).length <= 1;',
        ),
      ],
      push: [
        coordinator(
          'return this.finished.reduce.length === this.job.reduceTasks;',
          'return this.finished.reduce.length >= this.job.reduceTasks - 1;',
        ),
      ],
    },
  },
  {
    name: 'exits-when-idle',
    wrong: true,
    sentence: 'A worker exits as soon as there is no task for it.',
    killedBy: ['early-exit', 'word-count'],
    edits: {
      reference: [
        worker(
          "if (assignment === undefined || assignment.kind === 'exit') return;\n      if (assignment.kind === 'wait') await sleep(POLL_MS);\n      else {",
          "if (assignment === undefined || assignment.kind === 'exit') return;\n      if (assignment.kind === 'wait') return;\n      else {",
        ),
      ],
      sweeper: [
        worker(
          "task.kind === 'quit') return;",
          "task.kind === 'quit' || task.kind === 'sleep') return;",
        ),
      ],
      'long-poll': [worker('if (answer.over) return;\n        continue;', 'return;')],
    },
  },
  {
    name: 'forgets-after-restart',
    wrong: true,
    sentence: 'A coordinator that restarts begins the whole job anew.',
    killedBy: ['coordinator-remembers'],
    edits: {
      reference: [coordinator('    this.persist();\n    return null;', '    return null;')],
      'long-poll': [coordinator('    this.#node.persister.save(this.#ledger);\n', '')],
      push: [coordinator('    this.node.persister.save(this.finished);\n', '')],
      sweeper: [
        coordinator(
          '    this.save();\n    return { isNews: true };',
          '    return { isNews: true };',
        ),
      ],
    },
  },
  {
    name: 'restart-loses-tasks',
    wrong: true,
    sentence:
      'Takes a task that was handed out before a restart for one that somebody works on, for ever.',
    killedBy: ['coordinator-restarts'],
    edits: {
      sweeper: [
        coordinator(
          "    const completed = this.tasks.filter(({ state }) => state === 'completed').map(({ id }) => id);\n" +
            '    this.node.persister.save({ phase: this.phase, completed });',
          "    const completed = this.tasks.filter(({ state }) => state === 'completed').map(({ id }) => id);\n" +
            "    const handedOut = this.tasks.filter(({ state }) => state === 'in progress').map(({ id }) => id);\n" +
            '    this.node.persister.save({ phase: this.phase, completed, handedOut });',
        ),
        coordinator(
          "readState<{ phase: TaskKind | 'over'; completed: number[] }>();",
          "readState<{\n      phase: TaskKind | 'over';\n      completed: number[];\n      handedOut: number[];\n    }>();",
        ),
        coordinator(
          '    setInterval(() => this.sweep(), SWEEP_MS);\n',
          '    for (const id of saved?.handedOut ?? []) {\n      const task = this.tasks[id];\n' +
            "      if (task?.state === 'idle') Object.assign(task, { state: 'in progress', age: -Infinity });\n    }\n" +
            '    setInterval(() => this.sweep(), SWEEP_MS);\n',
        ),
      ],
    },
  },
  {
    name: 'saves-late',
    wrong: true,
    sentence: 'Saves a tenth of a second after it has acted on what it was told.',
    killedBy: ['coordinator-remembers'],
    edits: {
      reference: [
        coordinator(
          '    this.node.persister.save(state);',
          '    const text = JSON.stringify(state);\n    setTimeout(() => this.node.persister.save(JSON.parse(text)), 100);',
        ),
      ],
      push: [
        coordinator(
          '    this.node.persister.save(this.finished);',
          '    setTimeout(() => this.node.persister.save(this.finished), 100);',
        ),
      ],
      'long-poll': [
        coordinator(
          '    this.#node.persister.save(this.#ledger);',
          '    setTimeout(() => this.#node.persister.save(this.#ledger), 100);',
        ),
      ],
    },
  },
  {
    name: 'reduces-again-too-early',
    wrong: true,
    sentence: 'Gives a reduce task to a second worker after 3 s, although the first is at it.',
    killedBy: ['early-exit'],
    edits: {
      reference: [
        tasks('>= PATIENCE_MS;', '>= (this.isReduce ? 3_000 : PATIENCE_MS);'),
        tasks(
          '  readonly finished: boolean[];',
          '  readonly finished: boolean[];\n  isReduce = false;',
        ),
        coordinator(
          '    this.reduces = new TaskList(job.reduceTasks, saved?.reduces);',
          '    this.reduces = new TaskList(job.reduceTasks, saved?.reduces);\n    this.reduces.isReduce = true;',
        ),
      ],
      push: [coordinator('sleep(LATE_MS)', "sleep(order.phase === 'reduce' ? 3_000 : LATE_MS)")],
    },
  },
];
