import { edit, log, raft, type Mutant } from './mutant.ts';

export const COMPACTION: readonly Mutant[] = [
  {
    name: 'snapshot-term-of-last-entry',
    wrong: true,
    sentence: 'Notes the term of its last entry as that of the last one in the snapshot.',
    killedBy: ['snapshot-suffix'],
    edits: {
      reference: [
        raft(
          '    this.log.startAfterSnapshot(index, term);\n    this.persist(snapshot);',
          '    this.log.startAfterSnapshot(index, this.log.lastTerm);\n    this.persist(snapshot);',
        ),
      ],
      'heartbeat-only': [
        raft(
          'this.#trim(index, this.#termAt(index));',
          'this.#trim(index, this.#termAt(this.#lastIndex));',
        ),
      ],
      ticker: [
        raft(
          'this.dropThrough(index, this.termAt(index));',
          'this.dropThrough(index, this.lastLogTerm());',
        ),
      ],
      prevote: [
        raft(
          'this.#disk.replaceStart(index, term, snapshot);',
          'this.#disk.replaceStart(index, this.#disk.lastTerm, snapshot);',
        ),
      ],
      inbox: [
        raft(
          'this.#shorten([index, term], snapshot);',
          'this.#shorten([index, this.#log.end[1]], snapshot);',
        ),
      ],
      'one-way': [
        raft(
          'journal.termOf(handedIn.index), handedIn.snapshot);',
          'journal.lastTerm, handedIn.snapshot);',
        ),
      ],
    },
  },
  {
    name: 'start-index-ignores-snapshot',
    wrong: true,
    sentence: 'start counts from the snapshot on, not from 1.',
    killedBy: ['snapshot-basic'],
    edits: {
      reference: [
        raft(
          'index: this.log.lastIndex, term',
          'index: this.log.lastIndex - this.log.snapshotIndex, term',
        ),
      ],
      ticker: [
        raft(
          '    const index = this.lastLogIndex() + 1;\n    this.log.push',
          '    const index = this.log.length;\n    this.log.push',
        ),
      ],
      inbox: [
        raft(
          'const index = this.#log.end[0] + this.#promised;',
          'const index = this.#log.end[0] - this.#log.start[0] + this.#promised;',
        ),
      ],
      'one-way': [
        raft(
          'index: this.journal.last, term',
          'index: this.journal.last - this.journal.upTo, term',
        ),
      ],
    },
  },
  {
    name: 'last-term-forgotten-after-snapshot',
    wrong: true,
    sentence: 'Gives 0 for the term of its last entry when the snapshot holds that.',
    killedBy: ['snapshot-only'],
    edits: {
      reference: [
        log('this.entries.at(-1)?.term ?? this.snapshotTerm', 'this.entries.at(-1)?.term ?? 0'),
      ],
      prevote: [
        edit(
          'disk.ts',
          'this.#image.entries.at(-1)?.term ?? this.#image.start.term',
          'this.#image.entries.at(-1)?.term ?? 0',
        ),
      ],
      ticker: [
        raft(
          'return this.log.at(-1)?.term ?? 0;',
          'return this.log.length > 1 ? (this.log.at(-1)?.term ?? 0) : 0;',
        ),
      ],
      core: [
        log('return this.term(this.last);', 'return this.#entries.get(this.last)?.term ?? 0;'),
      ],
      inbox: [
        log('return [last, this.termAt(last) ?? 0];', 'return [last, this.at(last)?.[0] ?? 0];'),
      ],
      'one-way': [
        edit('journal.ts', 'return this.termOf(this.last);', 'return this.#lines.at(-1)?.t ?? 0;'),
      ],
    },
  },
  {
    name: 'snapshot-behind-commit',
    wrong: true,
    sentence: 'Installs a snapshot that is newer than its own but older than what it has applied.',
    killedBy: ['snapshot-suffix'],
    edits: {
      reference: [
        raft(
          'args.lastIncludedIndex > this.commitIndex',
          'args.lastIncludedIndex > this.log.snapshotIndex',
        ),
      ],
      ticker: [
        raft(
          'if (lastIncludedIndex > this.commitIndex) {',
          'if (lastIncludedIndex > this.baseIndex()) {',
        ),
      ],
      pipelined: [raft('last > this.#committed)', 'last > this.#stored.snapshotIndex)')],
      prevote: [raft('index > this.#commitIndex) {', 'index > this.#disk.start.index) {')],
      core: [edit('core.ts', 'if (index > this.#commit) {', 'if (index > this.#log.base) {')],
      inbox: [raft('snapshotIndex > this.#committed) {', 'snapshotIndex > this.#log.start[0]) {')],
      'one-way': [raft('if (upTo > this.committed) {', 'if (upTo > this.journal.upTo) {')],
    },
  },
  {
    name: 'install-saved-before-trim',
    wrong: true,
    sentence: 'Saves an installed snapshot beside the log from before it.',
    killedBy: ['snapshot-suffix', 'late-snapshot'],
    edits: {
      reference: [
        raft(
          '      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);\n      this.persist(args.snapshot);',
          '      this.persist(args.snapshot);\n      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);',
        ),
      ],
      pipelined: [
        raft(
          '      this.#stored.snapshotIndex = last;\n      this.#save(content);',
          '      this.#save(content);\n      this.#stored.snapshotIndex = last;',
        ),
      ],
    },
  },
  {
    name: 'late-snapshot-call-goes-back',
    wrong: true,
    sentence:
      'Takes a snapshot of the service that is older than the one that it has installed since.',
    killedBy: ['late-snapshot'],
    edits: {
      'heartbeat-only': [
        raft(
          'if (index <= this.#base || index > this.#applied) return;',
          'if (index > this.#applied) return;',
        ),
      ],
      pipelined: [
        raft(
          'if (index <= this.#stored.snapshotIndex || index > this.#applied) return;',
          'if (index > this.#applied) return;',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'if (handedIn === undefined || handedIn.index <= this.#log.base) return;',
          'if (handedIn === undefined) return;',
        ),
      ],
      inbox: [
        raft(
          'if (term !== undefined && index > this.#log.start[0]) this.#shorten([index, term], snapshot);',
          'this.#shorten([index, term ?? 0], snapshot);',
        ),
      ],
      'one-way': [
        raft(
          'if (handedIn === undefined || handedIn.index <= journal.upTo) return;',
          'if (handedIn === undefined) return;',
        ),
      ],
    },
  },
  {
    name: 'refuses-inside-snapshot',
    wrong: true,
    sentence: 'Refuses entries that begin inside its snapshot.',
    killedBy: ['early-snapshot'],
    edits: {
      reference: [
        log(
          'if (prevLogIndex < this.snapshotIndex) return undefined; //',
          'if (prevLogIndex < this.snapshotIndex) return { term: null, firstIndex: this.lastIndex + 1 }; //',
        ),
      ],
      ticker: [
        raft(
          '    if (prevLogIndex >= xLen) return {',
          '    if (prevLogIndex >= xLen || prevLogIndex < this.baseIndex()) return {',
        ),
      ],
      inbox: [
        raft(
          'if (!this.#log.has(after)) return',
          'if (after[0] < this.#log.start[0] || !this.#log.has(after)) return',
        ),
      ],
    },
  },
  {
    name: 'ignores-higher-term-in-snapshot-replies',
    wrong: true,
    sentence:
      'A leader that reads a higher term in an answer to InstallSnapshot does not step down.',
    killedBy: ['deaf-laggard'],
    edits: {
      reference: [
        raft(
          'installSnapshot(args);\n    if (reply === undefined) return false;\n    this.observeTerm(reply.term);',
          'installSnapshot(args);\n    if (reply === undefined || reply.term !== args.term) return false;',
        ),
      ],
      ticker: [
        raft(
          '    if (!reply) return;\n    if (reply.term > this.currentTerm) this.becomeFollower(reply.term);\n    if (this.isLeaderIn(term)) this.markMatch(server, index);',
          '    if (!reply || reply.term !== term) return;\n    if (this.isLeaderIn(term)) this.markMatch(server, index);',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    if (reply === undefined) return;\n    if (reply.term > this.#term) this.#enterTerm(reply.term);\n    if (this.#term === term)',
          '    if (reply === undefined || reply.term !== term) return;\n    if (this.#term === term)',
        ),
      ],
    },
  },
  {
    name: 'state-before-snapshot',
    wrong: true,
    sentence: 'Saves the shortened log and the snapshot of the service one after the other.',
    killedBy: ['torn-snapshot'],
    edits: {
      reference: [
        raft(
          '    this.log.startAfterSnapshot(index, term);\n    this.persist(snapshot);',
          '    this.log.startAfterSnapshot(index, term);\n    this.persist();\n    this.persist(snapshot);',
        ),
      ],
      'heartbeat-only': [
        raft(
          'this.#termAt(index));\n    this.#save(snapshot);',
          'this.#termAt(index));\n    this.#save();\n    this.#save(snapshot);',
        ),
      ],
      ticker: [
        raft(
          'this.termAt(index));\n    this.persist(snapshot);',
          'this.termAt(index));\n    this.persist();\n    this.persist(snapshot);',
        ),
      ],
      inbox: [
        raft(
          '    this.#node.persister.save(saved, this.#unsavedSnapshot);\n',
          '    this.#node.persister.save(saved);\n    this.#node.persister.save(saved, this.#unsavedSnapshot);\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.node.persister.save(`${head}\\n${this.journal.print()}`, this.unsavedSnapshot);\n',
          '    this.node.persister.save(`${head}\\n${this.journal.print()}`);\n    this.node.persister.save(`${head}\\n${this.journal.print()}`, this.unsavedSnapshot);\n',
        ),
      ],
    },
  },
  {
    name: 'install-state-before-snapshot',
    wrong: true,
    sentence: 'Saves the log after an installed snapshot and then the snapshot.',
    killedBy: ['torn-snapshot'],
    edits: {
      reference: [
        raft(
          '      this.persist(args.snapshot);',
          '      this.persist();\n      this.persist(args.snapshot);',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      this.#save(args.snapshot);',
          '      this.#save();\n      this.#save(args.snapshot);',
        ),
      ],
      ticker: [
        raft('      this.persist(data);', '      this.persist();\n      this.persist(data);'),
      ],
    },
  },
  {
    name: 'late-snapshot-trims',
    wrong: true,
    sentence: 'Puts the log behind a late snapshot before it looks whether that is late.',
    killedBy: ['late-snapshot'],
    edits: {
      reference: [
        raft(
          '    if (this.acceptLeader(args.term) && args.lastIncludedIndex > this.commitIndex) {\n      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);',
          '    if (!this.acceptLeader(args.term)) return { term: this.currentTerm };\n    this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);\n    if (args.lastIncludedIndex > this.commitIndex) {',
        ),
      ],
      ticker: [
        raft(
          '    if (lastIncludedIndex > this.commitIndex) {\n      this.dropThrough(lastIncludedIndex, lastIncludedTerm);',
          '    this.dropThrough(lastIncludedIndex, lastIncludedTerm);\n    if (lastIncludedIndex > this.commitIndex) {',
        ),
      ],
    },
  },
  {
    name: 'sends-cached-snapshot',
    wrong: true,
    sentence:
      'Keeps a copy of the last snapshot of its own service to send, also after it has installed a newer one.',
    killedBy: ['handed-on-snapshot', 'snapshot-suffix'],
    edits: {
      reference: [
        raft(
          '  private electionTimer: number',
          '  private cached: Json | undefined;\n  private electionTimer: number',
        ),
        raft(
          '    this.resetElectionTimer();\n  }\n\n  // The service',
          '    this.cached = node.persister.readSnapshot();\n    this.resetElectionTimer();\n  }\n\n  // The service',
        ),
        raft(
          '    this.log.startAfterSnapshot(index, term);\n    this.persist(snapshot);',
          '    this.log.startAfterSnapshot(index, term);\n    this.cached = snapshot;\n    this.persist(snapshot);',
        ),
        raft(
          'snapshot: this.node.persister.readSnapshot() ?? null',
          'snapshot: this.cached ?? null',
        ),
      ],
      'heartbeat-only': [
        raft('  #next = new Map', '  #cached: Json | undefined;\n  #next = new Map'),
        raft(
          '    this.#applied = this.#base;\n',
          '    this.#applied = this.#base;\n    this.#cached = node.persister.readSnapshot();\n',
        ),
        raft(
          '    this.#trim(index, this.#termAt(index));\n',
          '    this.#trim(index, this.#termAt(index));\n    this.#cached = snapshot;\n',
        ),
        raft(
          'const snapshot = this.#node.persister.readSnapshot() ?? null;',
          'const snapshot = this.#cached ?? null;',
        ),
      ],
    },
  },
  {
    name: 'install-ignored-behind-own-end',
    wrong: true,
    sentence: 'Ignores a snapshot that ends before its own log does, though the logs differ.',
    killedBy: ['snapshot-leftovers'],
    edits: {
      reference: [
        raft(
          'args.lastIncludedIndex > this.commitIndex)',
          'args.lastIncludedIndex > this.log.lastIndex)',
        ),
      ],
      ticker: [
        raft(
          'if (lastIncludedIndex > this.commitIndex) {',
          'if (lastIncludedIndex > this.lastLogIndex()) {',
        ),
      ],
      prevote: [raft('index > this.#commitIndex) {', 'index > this.#disk.lastIndex) {')],
      inbox: [
        raft(
          'snapshotIndex > this.#committed) {',
          'snapshotIndex > Math.max(this.#committed, this.#log.end[0])) {',
        ),
      ],
      'one-way': [
        raft(
          'if (upTo > this.committed) {',
          'if (upTo > Math.max(this.committed, this.journal.last)) {',
        ),
      ],
    },
  },
  {
    name: 'install-names-current-term',
    wrong: true,
    sentence: 'Gives its own term for that of the last entry in the snapshot that it sends.',
    killedBy: ['snapshot-only'],
    edits: {
      reference: [
        raft(
          '      ...this.log.lastIncluded,\n',
          '      ...this.log.lastIncluded,\n      lastIncludedTerm: this.currentTerm,\n',
        ),
      ],
      'heartbeat-only': [raft('      lastTerm: this.#baseTerm,\n', '      lastTerm: term,\n')],
      inbox: [
        raft('const upTo = this.#log.start;', 'const upTo: Place = [this.#log.start[0], term];'),
      ],
    },
  },
  {
    name: 'search-walks-into-snapshot',
    wrong: true,
    sentence: 'Looks for the first entry of a term also among those that the snapshot holds.',
    killedBy: ['snapshot-leftovers'],
    edits: {
      reference: [
        log(
          'while (this.entryAt(firstIndex - 1)?.term === term) firstIndex -= 1;',
          'while (firstIndex > 1 && this.entryAt(firstIndex - 1)!.term === term) firstIndex -= 1;',
        ),
      ],
    },
  },
];
