import { coordinator, tasks, worker, type Mutant } from './mutant.ts';

/** Not what the reference does, and not wrong: no scenario may fail any of these. */
export const BENIGN: readonly Mutant[] = [
  {
    name: 'hands-out-again-late',
    wrong: false,
    sentence: 'Takes a worker for dead only after 12 s: an idle one has the task within 13 s.',
    killedBy: [],
    edits: {
      reference: [tasks('const PATIENCE_MS = 10_000;', 'const PATIENCE_MS = 12_000;')],
      sweeper: [coordinator('const MAX_AGE = 11;', 'const MAX_AGE = 12;')],
    },
  },
  {
    name: 'polls-slowly',
    wrong: false,
    sentence: 'A worker without a task asks again after 2 s.',
    killedBy: [],
    edits: { reference: [worker('const POLL_MS = 200;', 'const POLL_MS = 2_000;')] },
  },
  {
    name: 'reports-once',
    wrong: false,
    sentence: 'Does not repeat a report that was lost: the task is done again, and nothing else.',
    killedBy: [],
    edits: {
      reference: [
        worker(
          'await this.ask((coordinator) => coordinator.reportDone({ kind, task }));',
          'await this.coordinator.reportDone({ kind, task });',
        ),
      ],
    },
  },
  {
    name: 'hands-out-in-reverse',
    wrong: false,
    sentence: 'Hands out the last task first: the order of tasks is free.',
    killedBy: [],
    edits: { reference: [tasks('this.finished.findIndex(', 'this.finished.findLastIndex(')] },
  },
  {
    name: 'keeps-existing-output',
    wrong: false,
    sentence: 'Does not replace a file that is already there: both attempts would give the same.',
    killedBy: [],
    edits: {
      reference: [
        worker(
          '    await this.files.rename(temporary, name);',
          '    if ((await this.files.read(name)) === undefined) await this.files.rename(temporary, name);\n' +
            '    else await this.files.remove(temporary);',
        ),
      ],
    },
  },
  {
    name: 'leaves-when-coordinator-is-silent',
    wrong: false,
    sentence: 'A worker exits at the first call that fails, as in 6.5840: it is started again.',
    killedBy: [],
    edits: { reference: [worker('const PATIENCE_MS = 15_000;', 'const PATIENCE_MS = 0;')] },
  },
  {
    name: 'saves-when-handing-out',
    wrong: false,
    sentence: 'Saves its state more often than it must.',
    killedBy: [],
    edits: {
      reference: [
        coordinator(
          '    const task = this.maps.take();\n',
          '    const task = this.maps.take();\n    this.persist();\n',
        ),
      ],
    },
  },
];
