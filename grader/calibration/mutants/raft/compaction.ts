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
    },
  },
];
