import { coordinator, tasks, type Mutant } from './mutant.ts';

/** Ten seconds are counted wrongly, or from the wrong moment. */
export const LATENESS: readonly Mutant[] = [
  {
    name: 'late-after-nine-seconds',
    wrong: true,
    sentence: 'Takes a worker for dead after 9 s.',
    killedBy: ['almost-late', 'handed-out-again'],
    edits: {
      reference: [tasks('const PATIENCE_MS = 10_000;', 'const PATIENCE_MS = 9_000;')],
      'long-poll': [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 9_000;')],
      push: [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 9_000;')],
      sweeper: [coordinator('const MAX_AGE = 11;', 'const MAX_AGE = 9;')],
    },
  },
  {
    name: 'late-after-twenty-seconds',
    wrong: true,
    sentence: 'Takes a worker for dead only after 20 s, and the job waits for it.',
    killedBy: ['handed-out-again'],
    edits: {
      reference: [tasks('const PATIENCE_MS = 10_000;', 'const PATIENCE_MS = 20_000;')],
      'long-poll': [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 20_000;')],
      push: [coordinator('const LATE_MS = 10_000;', 'const LATE_MS = 20_000;')],
      sweeper: [coordinator('const MAX_AGE = 11;', 'const MAX_AGE = 20;')],
    },
  },
  {
    name: 'late-since-the-first-hand-out',
    wrong: true,
    sentence:
      'Counts the ten seconds from when a task was handed out first: once late, it goes to everybody who asks.',
    killedBy: ['handed-out-again'],
    edits: {
      reference: [
        tasks('this.handedOutAtMs[task] = nowMs;', 'this.handedOutAtMs[task] ??= nowMs;'),
      ],
      sweeper: [coordinator('    task.age = 0;\n', '')],
    },
  },
  {
    name: 'one-timer-for-each-task',
    wrong: true,
    sentence: 'A task has one timer, set when it is handed out first: a second attempt has none.',
    killedBy: ['crashes', 'crash-in-commit'],
    edits: {
      'long-poll': [
        coordinator(
          '  #queue: Ticket[] = [];\n',
          '  #queue: Ticket[] = [];\n  #timed = new Set<string>();\n',
        ),
        coordinator(
          '      setTimeout(() => {\n',
          '      const timed = `${ticket.job} ${ticket.id}`;\n' +
            '      if (this.#timed.has(timed)) continue;\n' +
            '      this.#timed.add(timed);\n' +
            '      setTimeout(() => {\n',
        ),
      ],
    },
  },
  {
    name: 'only-maps-can-be-late',
    wrong: true,
    sentence: 'Looks for late tasks among the maps only.',
    killedBy: ['handed-out-again', 'crashes', 'crash-in-commit'],
    edits: {
      reference: [
        tasks('nowMs - sinceMs >= PATIENCE_MS;', '(this.isMap && nowMs - sinceMs >= PATIENCE_MS);'),
        tasks(
          '  readonly finished: boolean[];',
          '  readonly finished: boolean[];\n  isMap = false;',
        ),
        coordinator(
          '    this.maps = new TaskList(job.files.length, saved?.maps);',
          '    this.maps = new TaskList(job.files.length, saved?.maps);\n    this.maps.isMap = true;',
        ),
      ],
      'long-poll': [
        coordinator(
          '        this.#offer(ticket);\n',
          "        if (ticket.job === 'map') this.#offer(ticket);\n",
        ),
      ],
      sweeper: [
        coordinator(
          "if (task.state !== 'in progress') continue;",
          "if (task.state !== 'in progress' || task.kind === 'reduce') continue;",
        ),
      ],
    },
  },
  {
    name: 'late-workers-get-nothing',
    wrong: true,
    sentence:
      'Gives no more tasks to a worker that was late once: when each has been, nobody is left.',
    killedBy: ['all-late'],
    edits: {
      sweeper: [
        coordinator(
          '  getTask(): GetTaskReply {\n',
          '  private readonly banned = new Set<string>();\n  getTask({ worker }: { readonly worker: string }): GetTaskReply {\n',
        ),
        coordinator(
          "    const task = this.tasks.find((each) => each.state === 'idle');",
          "    const isBanned = this.banned.has(worker);\n    const task = isBanned ? undefined : this.tasks.find((each) => each.state === 'idle');",
        ),
        coordinator(
          "    task.state = 'in progress';\n",
          "    task.state = 'in progress';\n    task.worker = worker;\n",
        ),
        coordinator('  age: number;\n', '  age: number;\n  worker?: string;\n'),
        coordinator(
          "      if (task.age >= MAX_AGE) task.state = 'idle';",
          "      if (task.age < MAX_AGE) continue;\n      task.state = 'idle';\n      this.banned.add(task.worker ?? '');",
        ),
      ],
    },
  },
  {
    name: 'forgets-who-is-late-on-a-report',
    wrong: true,
    sentence:
      'Any report of a worker is taken for a sign of life: the clocks of all tasks begin anew.',
    killedBy: ['handed-out-again'],
    edits: {
      sweeper: [
        coordinator(
          "    task.state = 'completed';\n    if (this.tasks",
          "    task.state = 'completed';\n    for (const each of this.tasks) each.age = 0;\n    if (this.tasks",
        ),
      ],
    },
  },
];
