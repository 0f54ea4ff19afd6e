import { edit, raft, type Mutant } from './mutant.ts';

/** What the handout says is free. */
export const FREEDOMS: readonly Mutant[] = [
  {
    name: 'own-entry-when-elected',
    wrong: false,
    sentence:
      'A new leader may append an entry without a command, and so commit what is before it.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '    while (this.isLeaderOf(term)) {',
          '    this.log.append({ term, command: null });\n    this.persist();\n    while (this.isLeaderOf(term)) {',
        ),
      ],
      ticker: [
        raft(
          '    this.lastBroadcast = -Infinity;\n',
          '    this.lastBroadcast = -Infinity;\n    this.log.push({ index: this.lastLogIndex() + 1, term: this.currentTerm, command: null });\n    this.persist();\n',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '    this.#ticks = 0;\n    this.#beat();\n  }\n\n  // Replication, the leader',
          '    this.#ticks = 0;\n    this.#log.append({ term: this.term, command: null });\n    this.output.isDirty = true;\n    this.#beat();\n  }\n\n  // Replication, the leader',
        ),
      ],
      inbox: [
        raft(
          '    this.#promised = 0;\n',
          '    this.#promised = 0;\n    this.#log.add([this.#term, null]);\n    this.#isDirty = true;\n',
        ),
      ],
      'one-way': [
        raft(
          "    this.role = { name: 'leader', readers, newsAt: now };\n",
          "    this.role = { name: 'leader', readers, newsAt: now };\n    this.journal.add({ t: this.term, c: 'null' });\n    this.isDirty = true;\n",
        ),
      ],
    },
  },
  {
    name: 'start-saves-later',
    wrong: false,
    sentence:
      'A command may be saved a moment after start, before anything of it is sent or counted.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '    this.log.append({ term: this.currentTerm, command });\n    this.persist();\n    for (const follower of this.followers) {\n      // One that owes an answer gets the entry right after it, together with others by then.\n      if (!follower.isAwaitingReply) void this.replicateTo(follower);\n    }\n',
          "    this.log.append({ term: this.currentTerm, command });\n    this.isUnsaved = true;\n    setTimeout(() => {\n      if (!this.isUnsaved || this.role !== 'leader') return;\n      this.persist();\n      for (const follower of this.followers) {\n        if (!follower.isAwaitingReply) void this.replicateTo(follower);\n      }\n    }, 12);\n",
        ),
        raft(
          '    const prevLogIndex = follower.nextIndex - 1;\n',
          '    if (this.isUnsaved) this.persist();\n    const prevLogIndex = follower.nextIndex - 1;\n',
        ),
        raft(
          '    const matchIndexes =',
          '    if (this.isUnsaved) this.persist();\n    const matchIndexes =',
        ),
        raft(
          '    this.node.persister.save(state, snapshot);',
          '    this.node.persister.save(state, snapshot);\n    this.isUnsaved = false;',
        ),
        raft(
          '  private electionTimer: number | undefined;',
          '  private electionTimer: number | undefined;\n  private isUnsaved = false;',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '    for (const to of this.#progress.keys()) this.#sendMore(to);\n    return index;',
          '    return index;',
        ),
        edit(
          'core.ts',
          '    this.#ticks += 1;\n',
          "    this.#ticks += 1;\n    for (const to of this.#progress.keys()) if (this.role === 'leader') this.#sendMore(to);\n",
        ),
        raft(
          '    this.#carry(this.#takeMessages());\n    return { isLeader: true',
          '    return { isLeader: true',
        ),
      ],
    },
  },
  {
    name: 'snapshot-saves-later',
    wrong: false,
    sentence: 'The log may be shortened a moment after the service has handed over its snapshot.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '  snapshot(index: number, snapshot: Json): void {\n',
          '  snapshot(index: number, snapshot: Json): void {\n    setTimeout(() => this.compact(index, snapshot), 40);\n  }\n\n  private compact(index: number, snapshot: Json): void {\n',
        ),
      ],
      pipelined: [
        raft(
          '  snapshot(index: number, snapshot: Json): void {\n',
          '  snapshot(index: number, snapshot: Json): void {\n    setTimeout(() => this.#compact(index, snapshot), 40);\n  }\n\n  #compact(index: number, snapshot: Json): void {\n',
        ),
      ],
    },
  },
  {
    name: 'answers-by-calls',
    wrong: false,
    sentence:
      'An answer may be a call of its own, from a later moment, where the reply says nothing.',
    killedBy: [],
    edits: {
      core: [
        raft(
          '    const caller = batch[0]?.from;\n    const messages = this.#takeMessages();\n    this.#carry(messages.filter(({ to }) => to !== caller));\n    return messages.filter(({ to }) => to === caller);\n',
          '    const messages = this.#takeMessages();\n    setTimeout(() => this.#carry(messages), 6);\n    return [];\n',
        ),
      ],
    },
  },
];
