import { edit, log, raft, type Mutant } from './mutant.ts';

export const SNAPSHOT: readonly Mutant[] = [
  {
    name: 'accepts-stale-snapshot',
    wrong: true,
    sentence: 'Installs a snapshot that ends before what it has applied.',
    killedBy: ['late-snapshot', 'snapshot-suffix'],
    edits: {
      reference: [
        raft(
          'if (this.acceptLeader(args.term) && args.lastIncludedIndex > this.commitIndex) {',
          'if (this.acceptLeader(args.term)) {',
        ),
      ],
      ticker: [raft('if (lastIncludedIndex > this.commitIndex) {', 'if (lastIncludedIndex > 0) {')],
      'heartbeat-only': [
        raft(
          'if (this.#follow(args.term) && args.lastIndex > this.#commit) {',
          'if (this.#follow(args.term)) {',
        ),
      ],
      prevote: [
        raft('if (this.#follow(term) && index > this.#commitIndex) {', 'if (this.#follow(term)) {'),
      ],
      pipelined: [
        raft('if (this.#obey(term) && last > this.#committed) {', 'if (this.#obey(term)) {'),
      ],
      core: [edit('core.ts', 'if (index > this.#commit) {', 'if (index > 0) {')],
      inbox: [
        raft(
          'if (this.#obey(term) && snapshotIndex > this.#committed) {',
          'if (this.#obey(term)) {',
        ),
      ],
      'one-way': [raft('if (upTo > this.committed) {', 'if (upTo > 0) {')],
    },
  },
  {
    name: 'snapshot-drops-suffix',
    wrong: true,
    sentence: 'Throws away acknowledged entries that follow the snapshot that it installs.',
    killedBy: ['snapshot-suffix'],
    edits: {
      reference: [
        raft(
          '      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);',
          '      this.log.merge(args.lastIncludedIndex - 1, [{ term: -1, command: null }]);\n      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);',
        ),
      ],
      ticker: [
        raft(
          '      this.dropThrough(lastIncludedIndex, lastIncludedTerm);',
          '      this.log = [{ index: lastIncludedIndex, term: lastIncludedTerm, command: null }];',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      this.#trim(args.lastIndex, args.lastTerm);',
          '      this.#log = [];\n      this.#trim(args.lastIndex, args.lastTerm);',
        ),
      ],
      pipelined: [
        raft(
          '      if (this.#entries.term(last) === lastTerm) this.#entries.raiseFloor(last - TRAILING);\n      else this.#entries.reset',
          '      this.#entries.reset',
        ),
      ],
      prevote: [
        raft(
          '      this.#disk.replaceStart(index, indexTerm, snapshot);\n      this.#commitIndex',
          '      this.#disk.write(this.#disk.start.index + 1, []);\n      this.#disk.replaceStart(index, indexTerm, snapshot);\n      this.#commitIndex',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '      this.#log.startAfter(index, indexTerm);\n      this.#commit',
          '      this.#log.startAfter(index, -2);\n      this.#log.startAfter(index, indexTerm);\n      this.#commit',
        ),
      ],
      inbox: [
        raft(
          '      this.#shorten(upTo, state);\n',
          '      this.#log.startAfter([snapshotIndex, -1]);\n      this.#shorten(upTo, state);\n',
        ),
      ],
      'one-way': [
        raft(
          '      this.shorten(upTo, upToTerm, state);\n',
          '      this.journal.startAfter(upTo, -2);\n      this.shorten(upTo, upToTerm, state);\n',
        ),
      ],
    },
  },
  {
    name: 'snapshot-drops-one-too-many',
    wrong: true,
    sentence: 'Drops the first entry after a snapshot together with those before.',
    killedBy: ['snapshot-basic', 'swarm-snapshots'],
    edits: {
      reference: [
        log('this.entriesFrom(snapshotIndex + 1)', 'this.entriesFrom(snapshotIndex + 2)'),
      ],
      'heartbeat-only': [
        raft(
          'this.#log.slice(index - this.#base) : []',
          'this.#log.slice(index - this.#base + 1) : []',
        ),
      ],
      inbox: [log('this.behind(index) : [];', 'this.behind(index + 1) : [];')],
      'one-way': [
        edit(
          'journal.ts',
          'this.#lines.slice(upTo - this.upTo) : [];',
          'this.#lines.slice(upTo - this.upTo + 1) : [];',
        ),
      ],
    },
  },
  {
    name: 'snapshot-forgets-term',
    wrong: true,
    sentence: 'Forgets the term of the last entry that its snapshot holds.',
    killedBy: ['snapshot-install', 'swarm-snapshots'],
    edits: {
      reference: [log('    this.snapshotTerm = snapshotTerm;\n', '')],
      'heartbeat-only': [raft('    this.#baseTerm = term;\n', '')],
      inbox: [log('this.#start = place;', 'this.#start = [index, 0];')],
      'one-way': [
        edit(
          'journal.ts',
          '    this.upToTerm = upToTerm;\n  }\n\n  /** One line',
          '    this.upToTerm = 0;\n  }\n\n  /** One line',
        ),
      ],
    },
  },
  {
    name: 'snapshot-saved-without-data',
    wrong: true,
    sentence: 'Saves the log that follows an installed snapshot, but not the snapshot.',
    killedBy: ['snapshot-suffix', 'late-snapshot'],
    edits: {
      reference: [raft('this.persist(args.snapshot);', 'this.persist();')],
      ticker: [raft('this.persist(data);', 'this.persist();')],
      'heartbeat-only': [raft('this.#save(args.snapshot);', 'this.#save();')],
      inbox: [
        raft(
          '      this.#shorten(upTo, state);\n',
          '      this.#log.startAfter(upTo);\n      this.#isDirty = true;\n',
        ),
      ],
      'one-way': [
        raft(
          '      this.shorten(upTo, upToTerm, state);\n',
          '      this.journal.startAfter(upTo, upToTerm);\n      this.isDirty = state !== undefined;\n',
        ),
      ],
    },
  },
  {
    name: 'save-drops-snapshot',
    wrong: true,
    sentence: 'Erases the snapshot whenever it saves its state.',
    killedBy: ['snapshot-install-crash', 'snapshot-all-crash', 'swarm-snapshots'],
    edits: {
      reference: [
        raft(
          'this.node.persister.save(state, snapshot);',
          'this.node.persister.save(state, snapshot ?? null);',
        ),
      ],
      ticker: [raft('satisfies Durable, snapshot);', 'satisfies Durable, snapshot ?? null);')],
      'heartbeat-only': [
        raft(
          'if (snapshot === undefined) this.#node.persister.save(state);',
          'if (snapshot === undefined) this.#node.persister.save(state, null);',
        ),
      ],
      inbox: [
        raft(
          'persister.save(saved, this.#unsavedSnapshot);',
          'persister.save(saved, this.#unsavedSnapshot ?? null);',
        ),
      ],
      'one-way': [
        raft(
          '${this.journal.print()}`, this.unsavedSnapshot);',
          '${this.journal.print()}`, this.unsavedSnapshot ?? null);',
        ),
      ],
    },
  },
  {
    name: 'snapshot-not-delivered',
    wrong: true,
    sentence: 'Installs a snapshot without giving it to the service.',
    killedBy: ['snapshot-install', 'swarm-snapshots'],
    edits: {
      reference: [
        raft(
          '      this.apply({\n        snapshot: args.snapshot,\n        snapshotIndex: args.lastIncludedIndex,\n        snapshotTerm: args.lastIncludedTerm,\n      });\n',
          '',
        ),
      ],
      ticker: [raft('        this.apply(snapshot);\n', '')],
      'heartbeat-only': [
        raft(
          '      this.#apply({\n        snapshot: args.snapshot,\n        snapshotIndex: args.lastIndex,\n        snapshotTerm: args.lastTerm,\n      });\n',
          '',
        ),
      ],
      inbox: [
        raft('      this.#installed = { snapshot: state, snapshotIndex, snapshotTerm };\n', ''),
      ],
      'one-way': [raft('      this.apply({ snapshot, snapshotIndex, snapshotTerm });\n', '')],
    },
  },
  {
    name: 'install-keeps-last-applied',
    wrong: true,
    sentence: 'Does not move lastApplied when it installs a snapshot.',
    killedBy: ['snapshot-install', 'swarm-snapshots', 'bare-majority-snapshots'],
    edits: {
      reference: [raft('      this.lastApplied = args.lastIncludedIndex;\n', '')],
      ticker: [raft('        this.lastApplied = snapshot.snapshotIndex;\n', '')],
      'heartbeat-only': [raft('      this.#applied = args.lastIndex;\n', '')],
      inbox: [raft('      this.#applied = snapshotIndex;\n', '')],
      'one-way': [raft('      this.applied = snapshotIndex;\n', '')],
    },
  },
  {
    name: 'snapshot-delivered-late',
    wrong: true,
    sentence:
      'Gives an installed snapshot to the service a moment late, after entries that follow it.',
    killedBy: ['pile-up'],
    edits: {
      reference: [
        raft(
          '      this.apply({\n        snapshot: args.snapshot,\n        snapshotIndex: args.lastIncludedIndex,\n        snapshotTerm: args.lastIncludedTerm,\n      });',
          '      const [snapshotIndex, snapshotTerm] = [args.lastIncludedIndex, args.lastIncludedTerm];\n      setTimeout(() => this.apply({ snapshot: args.snapshot, snapshotIndex, snapshotTerm }), 2);',
        ),
      ],
      inbox: [
        raft(
          '    if (this.#installed !== undefined) this.#apply(this.#installed);\n',
          '    const installed = this.#installed;\n    if (installed !== undefined) setTimeout(() => this.#apply(installed), 10);\n',
        ),
      ],
      'one-way': [
        raft(
          '      this.apply({ snapshot, snapshotIndex, snapshotTerm });\n',
          '      setTimeout(() => this.apply({ snapshot, snapshotIndex, snapshotTerm }), 10);\n',
        ),
      ],
    },
  },
  {
    name: 'snapshot-overtakes-entries',
    wrong: true,
    sentence:
      'Applies entries a moment late but snapshots at once, so that old entries follow a newer snapshot.',
    killedBy: ['pile-up'],
    edits: {
      reference: [
        raft(
          '      this.apply({ command: entry.command, commandIndex: this.lastApplied });',
          '      const message = { command: entry.command, commandIndex: this.lastApplied };\n      setTimeout(() => this.apply(message), 2);',
        ),
      ],
      ticker: [
        raft(
          '        this.apply({ command, commandIndex: this.lastApplied });',
          '        const message = { command, commandIndex: this.lastApplied };\n        setTimeout(() => this.apply(message), 2);',
        ),
      ],
    },
  },
  {
    name: 'restart-applies-from-zero',
    wrong: true,
    sentence: 'Applies from index 1 again after a crash, though a snapshot holds those entries.',
    killedBy: ['snapshot-all-crash', 'snapshot-init', 'swarm-snapshots'],
    edits: {
      reference: [
        raft('    this.lastApplied = this.log.snapshotIndex;', '    this.lastApplied = 0;'),
      ],
      ticker: [raft('    this.lastApplied = this.baseIndex();', '    this.lastApplied = 0;')],
      'heartbeat-only': [raft('    this.#applied = this.#base;', '    this.#applied = 0;')],
      inbox: [raft('    this.#applied = this.#committed;\n', '    this.#applied = 0;\n')],
      'one-way': [raft('    this.applied = this.journal.upTo;\n', '    this.applied = 0;\n')],
    },
  },
  {
    name: 'restart-skips-log',
    wrong: true,
    sentence: 'Takes its whole log for applied after a crash.',
    killedBy: ['persist-1', 'swarm-crashes'],
    edits: {
      reference: [
        raft(
          '    this.lastApplied = this.log.snapshotIndex;',
          '    this.lastApplied = this.log.lastIndex;',
        ),
      ],
      ticker: [
        raft(
          '    this.lastApplied = this.baseIndex();',
          '    this.lastApplied = this.lastLogIndex();',
        ),
      ],
      'heartbeat-only': [
        raft('    this.#applied = this.#base;', '    this.#applied = this.#lastIndex;'),
      ],
      inbox: [raft('[this.#committed] = this.#log.start;', '[this.#committed] = this.#log.end;')],
      'one-way': [
        raft(
          '    this.committed = this.journal.upTo;\n    this.applied = this.journal.upTo;\n',
          '    this.committed = this.journal.last;\n    this.applied = this.journal.last;\n',
        ),
      ],
    },
  },
  {
    name: 'install-matches-last-index',
    wrong: true,
    sentence: 'Takes an installed snapshot to mean that the follower has all of the log.',
    killedBy: ['pile-up', 'swarm-snapshots'],
    edits: {
      reference: [
        raft(
          'this.recordMatch(follower, args.lastIncludedIndex);',
          'this.recordMatch(follower, this.log.lastIndex);',
        ),
      ],
      ticker: [
        raft(
          'if (this.isLeaderIn(term)) this.markMatch(server, index);',
          'if (this.isLeaderIn(term)) this.markMatch(server, this.lastLogIndex());',
        ),
      ],
      'heartbeat-only': [
        raft('this.#matched(server, lastIndex);', 'this.#matched(server, this.#lastIndex);'),
      ],
      inbox: [raft('() => answered(upTo[0]),', '() => answered(this.#log.end[0]),')],
    },
  },
  {
    name: 'snapshot-does-not-trim',
    wrong: true,
    sentence: 'Keeps the whole log when the service hands it a snapshot.',
    killedBy: ['snapshot-basic'],
    edits: {
      reference: [
        raft('    this.log.startAfterSnapshot(index, term);\n    this.persist(snapshot);\n', ''),
      ],
      ticker: [
        raft('    this.dropThrough(index, this.termAt(index));\n    this.persist(snapshot);\n', ''),
      ],
      'heartbeat-only': [
        raft('    this.#trim(index, this.#termAt(index));\n    this.#save(snapshot);\n', ''),
      ],
      inbox: [
        raft(
          'this.#shorten([index, term], snapshot);',
          '{\n      this.#unsavedSnapshot = snapshot;\n      this.#isDirty = true;\n    }',
        ),
      ],
      'one-way': [
        raft(
          '    this.shorten(handedIn.index, journal.termOf(handedIn.index), handedIn.snapshot);',
          '    this.unsavedSnapshot = handedIn.snapshot;\n    this.isDirty = true;',
        ),
      ],
    },
  },
  {
    name: 'install-answered-before-saved',
    wrong: true,
    sentence:
      'Answers InstallSnapshot first, and saves the snapshot with the state that follows it.',
    killedBy: ['late-snapshot'],
    edits: {
      reference: [
        raft('      this.persist(args.snapshot);', '      this.unsaved = args.snapshot;'),
        raft(
          '  private electionTimer: number | undefined;',
          '  private electionTimer: number | undefined;\n  private unsaved: Json | undefined;',
        ),
        raft(
          '    this.node.persister.save(state, snapshot);',
          '    this.node.persister.save(state, snapshot ?? this.unsaved);\n    this.unsaved = undefined;',
        ),
      ],
    },
  },
];
