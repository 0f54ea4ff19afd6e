import { edit, log, raft, type Mutant } from './mutant.ts';

/** What is saved, or remembered, and trusted when it no longer holds. */
export const TRUST: readonly Mutant[] = [
  {
    name: 'saves-leader-commit',
    wrong: true,
    sentence:
      "Saves the leader's commit index before it compares logs, and applies up to it after a restart.",
    killedBy: ['refused-and-restarted'],
    edits: {
      reference: [
        raft(
          '  readonly log: SavedLog;\n}',
          '  readonly log: SavedLog;\n  readonly committed: number;\n}',
        ),
        raft(
          '  private followers: Follower[] = [];',
          '  private committed = 0;\n  private followers: Follower[] = [];',
        ),
        raft(
          '    this.resetElectionTimer();\n  }\n\n  // The service',
          '    this.committed = saved?.committed ?? 0;\n    this.resetElectionTimer();\n    setTimeout(() => this.commitThrough(Math.min(this.committed, this.log.lastIndex)), 0);\n  }\n\n  // The service',
        ),
        raft(
          '    const conflict = this.log.findConflict(args.prevLogIndex',
          '    if (args.leaderCommit > this.committed) {\n      this.committed = args.leaderCommit;\n      this.persist();\n    }\n    const conflict = this.log.findConflict(args.prevLogIndex',
        ),
        raft(
          'const state: PersistentState = { currentTerm, votedFor, log: log.toSaved() };',
          'const { committed } = this;\n    const state: PersistentState = { currentTerm, votedFor, log: log.toSaved(), committed };',
        ),
      ],
      ticker: [
        raft('  log: Entry[];\n}', '  log: Entry[];\n  commit: number;\n}'),
        raft(
          '  private isDirty = false;',
          '  private isDirty = false;\n  private leaderCommit = 0;',
        ),
        raft(
          '    this.commitIndex = this.baseIndex();\n',
          '    this.leaderCommit = durable?.commit ?? 0;\n    this.commitIndex = Math.max(\n      this.baseIndex(),\n      Math.min(this.leaderCommit, this.lastLogIndex()),\n    );\n',
        ),
        raft(
          '    const { prevLogIndex } = args;\n',
          '    const { prevLogIndex } = args;\n    if (args.leaderCommit > this.leaderCommit) {\n      this.leaderCommit = args.leaderCommit;\n      this.persist();\n    }\n',
        ),
        raft(
          'save({ currentTerm, votedFor, log } satisfies Durable, snapshot)',
          'save(\n      { currentTerm, votedFor, log, commit: this.leaderCommit } satisfies Durable,\n      snapshot,\n    )',
        ),
      ],
      'heartbeat-only': [
        raft('  log: Entry[];\n}', '  log: Entry[];\n  commit: number;\n}'),
        raft('  #commit: number;\n', '  #commit: number;\n  #leaderCommit = 0;\n'),
        raft(
          '    this.#awaitLeader();\n  }\n\n  getState',
          '    this.#leaderCommit = saved?.commit ?? 0;\n    this.#awaitLeader();\n    setTimeout(() => this.#commitUpTo(Math.min(this.#leaderCommit, this.#lastIndex)), 1);\n  }\n\n  getState',
        ),
        raft(
          '    const isKnown = args.prevIndex',
          '    if (args.commit > this.#leaderCommit) {\n      this.#leaderCommit = args.commit;\n      this.#save();\n    }\n    const isKnown = args.prevIndex',
        ),
        raft(
          '      log: this.#log,\n',
          '      log: this.#log,\n      commit: this.#leaderCommit,\n',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '  readonly log: SavedLog;\n}',
          '  readonly log: SavedLog;\n  readonly commit?: number;\n}',
        ),
        edit('core.ts', '  #applied: number;\n', '  #applied: number;\n  #heardCommit = 0;\n'),
        edit(
          'core.ts',
          '    this.#resetTicks();\n  }\n\n  saved',
          '    this.#heardCommit = saved?.commit ?? 0;\n    this.#commitTo(Math.min(this.#heardCommit, this.#log.last));\n    this.#resetTicks();\n  }\n\n  saved',
        ),
        edit(
          'core.ts',
          'log: this.#log.save() };',
          'log: this.#log.save(), commit: this.#heardCommit };',
        ),
        edit(
          'core.ts',
          '    const log = this.#log;\n    // What is committed here',
          '    const log = this.#log;\n    if (commit > this.#heardCommit) {\n      this.#heardCommit = commit;\n      this.output.isDirty = true;\n    }\n    // What is committed here',
        ),
      ],
      inbox: [
        raft('log: SavedLog];', 'log: SavedLog, heard: number];'),
        raft('  #vote: number;\n', '  #vote: number;\n  #heard: number;\n'),
        raft(
          'const [term, vote, log] = node.persister.readState<Saved>() ?? [0, -1, undefined];',
          'const [term, vote, log, heard] = node.persister.readState<Saved>() ?? [0, -1, undefined, 0];\n    this.#heard = heard;',
        ),
        raft(
          '    this.#applied = this.#committed;\n',
          '    this.#applied = this.#committed;\n    this.#committed = Math.max(this.#committed, Math.min(heard, this.#log.end[0]));\n',
        ),
        raft(
          '[this.#term, this.#vote, this.#log.save()]',
          '[this.#term, this.#vote, this.#log.save(), this.#heard]',
        ),
        raft(
          '    if (!this.#log.has(after)) return',
          '    if (committed > this.#heard) {\n      this.#heard = committed;\n      this.#isDirty = true;\n    }\n    if (!this.#log.has(after)) return',
        ),
      ],
      'one-way': [
        raft('  private isDirty = false;\n', '  private isDirty = false;\n  private heard = 0;\n'),
        raft(
          "const [term = '0', votedFor = '-'] = head",
          "const [term = '0', votedFor = '-', heard = '0'] = head",
        ),
        raft(
          '    this.committed = this.journal.upTo;\n    this.applied',
          '    this.heard = Number(heard);\n    this.committed = Math.max(this.journal.upTo, Math.min(this.heard, this.journal.last));\n    this.applied',
        ),
        raft(
          "const head = `${this.term} ${this.votedFor ?? '-'}`",
          "const head = `${this.term} ${this.votedFor ?? '-'} ${this.heard}`",
        ),
        raft(
          '    const { journal } = this;\n    // What the snapshot',
          '    const { journal } = this;\n    if (committed > this.heard) {\n      this.heard = committed;\n      this.isDirty = true;\n    }\n    // What the snapshot',
        ),
      ],
    },
  },
  {
    name: 'restart-trusts-whole-log',
    wrong: true,
    sentence: 'Takes all that it finds in its saved log for committed.',
    killedBy: ['refused-and-restarted'],
    edits: {
      ticker: [
        raft(
          '    this.commitIndex = this.baseIndex();\n',
          '    this.commitIndex = this.lastLogIndex();\n',
        ),
      ],
      prevote: [
        raft(
          '    this.#waitForLeader();\n  }\n\n  getState',
          '    this.#waitForLeader();\n    setTimeout(() => this.#commit(this.#disk.lastIndex), 0);\n  }\n\n  getState',
        ),
      ],
      inbox: [
        raft(
          '    this.#applied = this.#committed;\n',
          '    this.#applied = this.#committed;\n    [this.#committed] = this.#log.end;\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.committed = this.journal.upTo;\n',
          '    this.committed = this.journal.last;\n',
        ),
      ],
    },
  },
  {
    name: 'restart-cuts-to-saved-commit',
    wrong: true,
    sentence:
      'Saves how much it knows to be committed, and drops the rest of its log at a restart.',
    killedBy: ['thin-quorum', 'restarted-voters'],
    edits: {
      'heartbeat-only': [
        raft('  log: Entry[];\n}', '  log: Entry[];\n  commit: number;\n}'),
        raft(
          '      this.#log = saved.log;\n',
          '      this.#log = saved.log.slice(0, Math.max(0, saved.commit - saved.base));\n',
        ),
        raft('      log: this.#log,\n', '      log: this.#log,\n      commit: this.#commit,\n'),
      ],
      prevote: [
        raft(
          '    this.#commitIndex = this.#disk.start.index;\n',
          '    this.#commitIndex = this.#disk.start.index;\n    const { known = 0 } = node.persister.readState<{ known?: number }>() ?? {};\n    this.#disk.write(Math.max(known, this.#disk.start.index) + 1, []);\n',
        ),
        raft(
          '    this.#commitIndex = Math.max(this.#commitIndex, index);\n',
          '    this.#commitIndex = Math.max(this.#commitIndex, index);\n    this.#disk.note(this.#commitIndex);\n',
        ),
        edit(
          'disk.ts',
          '  #save(): void {',
          '  note(known: number): void {\n    Object.assign(this.#image, { known });\n    this.#save();\n  }\n\n  #save(): void {',
        ),
      ],
    },
  },
  {
    name: 'restarts-in-its-role',
    wrong: true,
    sentence: 'Saves that it leads, and goes on leading after a restart.',
    killedBy: ['persist-1', 'figure-8'],
    edits: {
      reference: [
        raft(
          '  readonly log: SavedLog;\n}',
          "  readonly log: SavedLog;\n  readonly role: 'follower' | 'candidate' | 'leader';\n}",
        ),
        raft(
          '    this.resetElectionTimer();\n  }\n\n  // The service',
          "    this.resetElectionTimer();\n    if (saved?.role === 'leader') void this.lead();\n  }\n\n  // The service",
        ),
        raft(
          'const state: PersistentState = { currentTerm, votedFor, log: log.toSaved() };',
          'const { role } = this;\n    const state: PersistentState = { currentTerm, votedFor, log: log.toSaved(), role };',
        ),
      ],
    },
  },
  {
    name: 'base-term-lost-at-restart',
    wrong: true,
    sentence: 'Does not read back the term of the last entry in its snapshot.',
    killedBy: ['restarted-voters-snapshots'],
    edits: {
      ticker: [
        raft(
          '      this.log = durable.log;\n',
          '      this.log = durable.log.map((entry, i) => (i === 0 ? { ...entry, term: 0 } : entry));\n',
        ),
      ],
      'heartbeat-only': [raft('      this.#baseTerm = saved.baseTerm;\n', '')],
      prevote: [
        edit(
          'disk.ts',
          '    this.#image = persister.readState<Image>() ?? {',
          '    const image = persister.readState<Image>();\n    if (image !== undefined) image.start.term = 0;\n    this.#image = image ?? {',
        ),
      ],
      'one-way': [
        edit(
          'journal.ts',
          'return new Journal(upTo, upToTerm, parsed);',
          'return new Journal(upTo, upToTerm * 0, parsed);',
        ),
      ],
    },
  },
  {
    name: 'counts-old-install-answers',
    wrong: true,
    sentence: 'Counts the answer to a snapshot that it sent in an earlier term.',
    killedBy: ['late-install-answer'],
    edits: {
      ticker: [
        raft(
          'if (this.isLeaderIn(term)) this.markMatch(server, index);',
          "if (this.state === 'leader') this.markMatch(server, index);",
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (this.#term === term) this.#matched(server, lastIndex);',
          'if (this.#isLeader) this.#matched(server, lastIndex);',
        ),
      ],
    },
  },
  {
    name: 'panics-on-old-refusal',
    wrong: true,
    sentence: 'Throws when a follower refuses what it has acknowledged since.',
    killedBy: ['old-refusals', 'old-refusals-snapshots'],
    edits: {
      reference: [
        raft(
          '    const hint = this.log.nextIndexAfter(reply.conflict, prevLogIndex);\n',
          "    const hint = this.log.nextIndexAfter(reply.conflict, prevLogIndex);\n    if (hint <= matchIndex) throw new Error('a follower has lost what it had acknowledged');\n",
        ),
      ],
      ticker: [
        raft(
          '      if (this.nextIndex[server] !== next) return;\n',
          "      if ((this.matchIndex[server] ?? 0) >= next) throw new Error('a follower has lost entries');\n      if (this.nextIndex[server] !== next) return;\n",
        ),
      ],
      'heartbeat-only': [
        raft(
          '      const known = this.#match.get(server) ?? 0;\n      this.#next',
          "      const known = this.#match.get(server) ?? 0;\n      if (reply.next <= known) throw new Error('a follower has lost entries');\n      this.#next",
        ),
      ],
      pipelined: [
        edit(
          'follower.ts',
          '    if (this.#isStreaming) return this.lost(message);',
          "    if (last < this.match) throw new Error('a follower has lost entries');\n    if (this.#isStreaming) return this.lost(message);",
        ),
      ],
      core: [
        edit(
          'progress.ts',
          '    this.#wasHeard = true;\n    const isNews',
          "    if (prevIndex < this.match) throw new Error('a follower has lost entries');\n    this.#wasHeard = true;\n    const isNews",
        ),
      ],
      inbox: [
        raft(
          '        answered(0);\n',
          "        answered(0);\n        if (shared[0] < follower.match) throw new Error('a follower has lost entries');\n",
        ),
      ],
      'one-way': [
        edit(
          'reader.ts',
          '    if (after <= this.agreed) return;\n',
          "    if (after < this.agreed) throw new Error('a reader has lost lines');\n",
        ),
      ],
    },
  },
  {
    name: 'hides-its-term',
    wrong: true,
    sentence:
      'Refuses what is of an old term with that term, so that nobody learns of a newer one.',
    killedBy: ['deaf-follower'],
    edits: {
      reference: [
        raft(
          'if (!this.acceptLeader(args.term)) return { term: this.currentTerm, success: false };',
          'if (!this.acceptLeader(args.term)) return { term: args.term, success: false };',
        ),
        raft(
          'return { term: this.currentTerm, voteGranted };',
          'return { term: args.term, voteGranted };',
        ),
      ],
      ticker: [
        raft(
          'if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };',
          'if (args.term < this.currentTerm) return { term: args.term, success: false };',
        ),
        raft(
          'return { term: this.currentTerm, voteGranted };',
          'return { term: args.term, voteGranted };',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (!this.#follow(args.term)) return { term: this.#term, ok: false };',
          'if (!this.#follow(args.term)) return { term: args.term, ok: false };',
        ),
        raft('return { term: this.#term, granted };', 'return { term: args.term, granted };'),
      ],
      inbox: [
        raft('return { term: this.#term, isVote };', 'return { term, isVote };'),
        raft(
          '    if (!this.#obey(term)) return { term: this.#term };',
          '    if (!this.#obey(term)) return { term };',
        ),
      ],
    },
  },
  {
    name: 'saves-vote-with-term-only',
    wrong: true,
    sentence:
      'Saves a vote only when the same message brought the term, which it may have known before.',
    killedBy: ['term-before-vote'],
    edits: {
      reference: [
        raft(
          '    this.observeTerm(args.term);\n\n    const voteGranted',
          '    const isNewTerm = args.term > this.currentTerm;\n    this.observeTerm(args.term);\n\n    const voteGranted',
        ),
        raft(
          '      this.votedFor = args.candidateId;\n      this.persist();',
          '      this.votedFor = args.candidateId;\n      if (isNewTerm) this.persist();',
        ),
      ],
      ticker: [
        raft(
          '        this.votedFor = args.candidateId;\n        this.isDirty = true;',
          '        this.votedFor = args.candidateId;',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    if (args.term > this.#term) this.#enterTerm(args.term);\n    const lastTerm = this.#termAt(this.#lastIndex);',
          '    const isNewTerm = args.term > this.#term;\n    if (isNewTerm) this.#enterTerm(args.term);\n    const lastTerm = this.#termAt(this.#lastIndex);',
        ),
        raft(
          '      this.#vote = args.candidate;\n      this.#save();',
          '      this.#vote = args.candidate;\n      if (isNewTerm) this.#save();',
        ),
      ],
    },
  },
  {
    name: 'snapshot-has-last-term',
    wrong: true,
    sentence:
      "Keeps the term of the log's last entry with a snapshot, not that of the snapshot's own last.",
    killedBy: ['snapshot-term'],
    edits: {
      reference: [
        log(
          '    this.snapshotTerm = snapshotTerm;\n  }',
          '    this.snapshotTerm = this.entries.at(-1)?.term ?? snapshotTerm;\n  }',
        ),
      ],
    },
  },
  {
    name: 'sends-term-of-log-end',
    wrong: true,
    sentence: "Sends a snapshot with the term of the log's last entry.",
    killedBy: ['snapshot-term'],
    edits: {
      reference: [
        log('lastIncludedTerm: this.snapshotTerm }', 'lastIncludedTerm: this.lastTerm }'),
      ],
    },
  },
  {
    name: 'install-trusts-own-entry',
    wrong: true,
    sentence:
      'Takes a snapshot that ends at an entry of its log for one that holds it, whatever the terms.',
    killedBy: ['snapshot-leftovers'],
    edits: {
      reference: [
        log(
          '    const continuesSnapshot = this.termAt(snapshotIndex) === snapshotTerm;',
          '    const own = this.termAt(snapshotIndex);\n    const continuesSnapshot = own !== undefined;',
        ),
        log(
          '    this.snapshotTerm = snapshotTerm;\n  }',
          '    this.snapshotTerm = own ?? snapshotTerm;\n  }',
        ),
      ],
    },
  },
  {
    name: 'install-compares-with-own-snapshot',
    wrong: true,
    sentence: 'Installs what is newer than its own snapshot, though it has applied more.',
    killedBy: ['needless-snapshot'],
    edits: {
      reference: [
        raft(
          'args.lastIncludedIndex > this.commitIndex) {',
          'args.lastIncludedIndex > this.log.snapshotIndex) {',
        ),
      ],
      'one-way': [raft('if (upTo > this.committed) {', 'if (upTo > this.journal.upTo) {')],
    },
  },
];
