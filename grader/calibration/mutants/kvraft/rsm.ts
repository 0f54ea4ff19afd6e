import { rsm, type Mutant } from './mutant.ts';

export const RSM: readonly Mutant[] = [
  {
    name: 'index-alone',
    wrong: true,
    sentence: 'Takes whatever is committed at the index for its own operation.',
    killedBy: ['taken-index'],
    edits: {
      reference: [
        rsm(
          'const isOurs = this.waiters.get(index)?.id === id;',
          'const isOurs = this.waiters.has(index) && id.length > 0;',
        ),
      ],
      polling: [rsm('if (applied?.term !== term) return', 'if (applied === undefined) return')],
      'exactly-once': [
        rsm(
          '(each) => by === this.by && each.serial === serial',
          '(each) => by.length + serial > 0 && each.index === commandIndex',
        ),
      ],
    },
  },
  {
    name: 'numbers-begin-anew',
    wrong: true,
    sentence:
      'A server that restarts numbers its operations from 1 again, and takes old ones for its own.',
    killedBy: ['rsm-restart-submit', 'rsm-crash-pending'],
    edits: {
      'exactly-once': [
        rsm('`${node.name}/${Math.floor(Math.random() * 1e9).toString(36)}`', 'node.name'),
      ],
    },
  },
  {
    name: 'equal-operation-is-own',
    wrong: true,
    sentence: 'Takes an equal operation, submitted on another server, for its own.',
    killedBy: ['taken-index'],
    edits: {
      reference: [
        rsm(
          'const id = `${this.node.me}.${this.incarnation}.${this.submissions}`;',
          'const id = JSON.stringify(op);',
        ),
      ],
    },
  },
  {
    name: 'waits-for-an-apply-only',
    wrong: true,
    sentence: 'Never looks whether it still leads, so that what is never replaced waits forever.',
    killedBy: ['rsm-deposed'],
    edits: {
      reference: [rsm('    void this.watchLeadership();\n', '')],
      polling: [
        rsm(
          "      if (state.term !== term || !state.isLeader) return { err: 'ErrWrongLeader' };",
          "      if (state.term < term) return { err: 'ErrWrongLeader' };",
        ),
      ],
      'exactly-once': [rsm('    setInterval(() => this.patrol(), PATROL_MS);\n', '')],
    },
  },
  {
    name: 'deposed-waiters-dropped',
    wrong: true,
    sentence: 'Forgets those who wait when it is deposed, without an answer.',
    killedBy: ['rsm-deposed'],
    edits: {
      reference: [
        rsm(
          'if (!isLeader || waiter.term !== term) this.answer(index, WRONG_LEADER);',
          'if (!isLeader || waiter.term !== term) this.waiters.delete(index);',
        ),
      ],
      'exactly-once': [
        rsm("    for (const { resolve } of lost) resolve({ err: 'ErrWrongLeader' });\n", ''),
      ],
    },
  },
  {
    name: 'answers-before-commit',
    wrong: true,
    sentence: 'A leader carries out what is submitted at once, and not when it is committed.',
    killedBy: ['rsm-leader-partition'],
    edits: {
      reference: [
        rsm(
          '    const { index, term } = started;\n',
          "    const { index, term } = started;\n    if (index > 0) return { err: 'OK', value: this.machine.doOp(op) };\n",
        ),
        rsm(
          'const value = this.machine.doOp(op);',
          'const isDone = id.startsWith(`${this.node.me}.${this.incarnation}.`);\n    const value = isDone ? null : this.machine.doOp(op);',
        ),
      ],
    },
  },
  {
    name: 'only-the-leader-carries-out',
    wrong: true,
    sentence: 'Followers do not carry out what is committed.',
    killedBy: ['rsm-basic'],
    edits: {
      reference: [
        rsm(
          'const value = this.machine.doOp(op);',
          'const value = this.raft.getState().isLeader ? this.machine.doOp(op) : null;',
        ),
      ],
    },
  },
  {
    name: 'submits-again-when-slow',
    wrong: true,
    sentence: 'Puts an operation into the log again when it is not committed soon.',
    killedBy: ['rsm-swarm'],
    edits: {
      reference: [
        rsm(
          '    return new Promise((answer) => this.waiters.set(index, { id, term, answer }));',
          '    setTimeout(() => {\n      if (this.waiters.get(index)?.id === id) this.raft.start({ id, op });\n    }, 100);\n    return new Promise((answer) => this.waiters.set(index, { id, term, answer }));',
        ),
      ],
    },
  },
  {
    name: 'submits-again-when-deposed',
    wrong: true,
    sentence:
      'Puts what waits into the log again when it leads again, though the old entry may be there.',
    killedBy: ['rsm-swarm'],
    edits: {
      reference: [
        rsm(
          'if (!isLeader || waiter.term !== term) this.answer(index, WRONG_LEADER);',
          'if (!isLeader || waiter.term === term) continue;\n        this.waiters.delete(index);\n        const again = this.raft.start({ id: waiter.id, op: waiter.op });\n        if (again.isLeader) this.waiters.set(again.index, { ...waiter, term });',
        ),
        rsm('  readonly answer: (result', '  readonly op: Json;\n  readonly answer: (result'),
        rsm('{ id, term, answer }));', '{ id, term, op, answer }));'),
      ],
    },
  },
  {
    name: 'slow-poll',
    wrong: true,
    sentence: 'Looks for results only every 60 ms.',
    killedBy: ['kv-speed'],
    edits: { polling: [rsm('const POLL_MS = 4;', 'const POLL_MS = 60;')] },
  },
  {
    name: 'gives-up-on-the-first-apply',
    wrong: true,
    sentence: 'Answers ErrWrongLeader to all who wait as soon as one operation is carried out.',
    killedBy: ['rsm-concurrent'],
    edits: {
      'exactly-once': [
        rsm(
          '    this.giveUp(({ index }) => index <= commandIndex);\n\n',
          '    this.giveUp(() => true);\n\n',
        ),
      ],
    },
  },
];
