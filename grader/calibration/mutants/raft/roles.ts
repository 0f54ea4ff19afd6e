import type { Edit } from '../../run/mutant.ts';
import { edit, log, raft, type Mutant } from './mutant.ts';

/** What a log loses when its server's role changes, and votes that do. */

const REFERENCE_CUT = log(
  '  append(entry: LogEntry): void {',
  '  cutAfter(index: number): void {\n    this.entries = this.entries.slice(0, Math.max(0, index - this.snapshotIndex));\n  }\n\n  append(entry: LogEntry): void {',
);
const CORE_CUT: Edit = log(
  '  slice(from: number, limit: number): Entry[] {',
  '  cutAfter(index: number): void {\n    for (; this.last > index; this.last -= 1) this.#entries.delete(this.last);\n  }\n\n  slice(from: number, limit: number): Entry[] {',
);

const INBOX_CUT: Edit = log(
  '  add(entry: Entry): void {',
  '  cutBehind(index: number): void {\n    this.#entries.splice(Math.max(0, index - this.#start[0]));\n  }\n\n  add(entry: Entry): void {',
);
const ONE_WAY_CUT: Edit = edit(
  'journal.ts',
  '  add(line: Line): void {',
  '  cutBehind(line: number): void {\n    this.#lines.splice(Math.max(0, line - this.upTo));\n  }\n\n  add(line: Line): void {',
);

export const ROLES: readonly Mutant[] = [
  {
    name: 'deposed-leader-cuts-log',
    wrong: true,
    sentence: 'A leader that steps down drops what it does not know to be committed.',
    killedBy: ['role-changes', 'role-changes-snapshots'],
    edits: {
      reference: [
        REFERENCE_CUT,
        raft(
          "    const wasLeader = this.role === 'leader';\n",
          "    const wasLeader = this.role === 'leader';\n    if (wasLeader) this.log.cutAfter(this.commitIndex);\n",
        ),
      ],
      ticker: [
        raft(
          "    if (this.state !== 'follower') this.heardSomething();\n",
          "    if (this.state === 'leader') this.log = this.log.slice(0, this.commitIndex - this.baseIndex() + 1);\n    if (this.state !== 'follower') this.heardSomething();\n",
        ),
      ],
      'heartbeat-only': [
        raft(
          '      this.#beat = undefined;\n',
          '      this.#beat = undefined;\n      this.#log.splice(this.#commit - this.#base);\n',
        ),
      ],
      pipelined: [
        raft(
          '      clearInterval(this.#role.heartbeat);\n',
          '      clearInterval(this.#role.heartbeat);\n      this.#entries.cut(this.#committed + 1);\n      this.#save();\n',
        ),
      ],
      prevote: [
        raft(
          '    this.#leadership.isOver = true;\n',
          '    this.#leadership.isOver = true;\n    this.#disk.write(this.#commitIndex + 1, []);\n',
        ),
      ],
      core: [
        CORE_CUT,
        edit(
          'core.ts',
          "    if (this.role === 'leader') this.#resetTicks();\n    this.role = 'follower';",
          "    if (this.role === 'leader') {\n      this.#resetTicks();\n      this.#log.cutAfter(this.#commit);\n    }\n    this.role = 'follower';",
        ),
      ],
      inbox: [
        INBOX_CUT,
        raft(
          '    if (this.#followers !== undefined) this.#bePatient();\n',
          '    if (this.#followers !== undefined) {\n      this.#bePatient();\n      this.#log.cutBehind(this.#committed);\n      this.#isDirty = true;\n    }\n',
        ),
      ],
      'one-way': [
        ONE_WAY_CUT,
        raft(
          "    if (this.role.name === 'leader') this.bePatient();\n",
          "    if (this.role.name === 'leader') {\n      this.bePatient();\n      this.journal.cutBehind(this.committed);\n      this.isDirty = true;\n    }\n",
        ),
      ],
    },
  },
  {
    name: 'new-leader-cuts-log',
    wrong: true,
    sentence: 'A new leader begins with what it knows to be committed, and drops the rest.',
    killedBy: ['role-changes', 'role-changes-snapshots'],
    edits: {
      reference: [
        REFERENCE_CUT,
        raft(
          "    this.role = 'leader';\n    clearTimeout",
          "    this.role = 'leader';\n    this.log.cutAfter(this.commitIndex);\n    this.persist();\n    clearTimeout",
        ),
      ],
      ticker: [
        raft(
          "    this.state = 'leader';\n    this.nextIndex",
          "    this.state = 'leader';\n    this.log = this.log.slice(0, this.commitIndex - this.baseIndex() + 1);\n    this.persist();\n    this.nextIndex",
        ),
      ],
      prevote: [
        raft(
          '    const replicators: Replicator[] = [];\n    const leadership',
          '    const replicators: Replicator[] = [];\n    this.#disk.write(this.#commitIndex + 1, []);\n    const leadership',
        ),
      ],
      inbox: [
        INBOX_CUT,
        raft(
          '  #lead(): void {\n',
          '  #lead(): void {\n    this.#log.cutBehind(this.#committed);\n    this.#isDirty = true;\n',
        ),
      ],
      'one-way': [
        ONE_WAY_CUT,
        raft(
          '  private lead(): void {\n',
          '  private lead(): void {\n    this.journal.cutBehind(this.committed);\n    this.isDirty = true;\n',
        ),
      ],
    },
  },
  {
    name: 'candidate-cuts-log',
    wrong: true,
    sentence: 'A candidate that loses drops what it does not know to be committed.',
    killedBy: ['role-changes', 'role-changes-snapshots'],
    edits: {
      'heartbeat-only': [
        raft(
          '    this.#votes = undefined;\n    if (this.#isLeader) {',
          '    if (this.#votes !== undefined) this.#log.splice(this.#commit - this.#base);\n    this.#votes = undefined;\n    if (this.#isLeader) {',
        ),
      ],
      pipelined: [
        raft(
          '    if (term <= this.#stored.term) return;\n',
          "    if (term <= this.#stored.term) return;\n    if (this.#role.name === 'candidate') this.#entries.cut(this.#committed + 1);\n",
        ),
      ],
      inbox: [
        INBOX_CUT,
        raft(
          '    if (this.#followers !== undefined) this.#bePatient();\n',
          '    if (this.#followers !== undefined) this.#bePatient();\n    if (this.#voters !== undefined) this.#log.cutBehind(this.#committed);\n',
        ),
      ],
      'one-way': [
        ONE_WAY_CUT,
        raft(
          "    if (this.role.name === 'leader') this.bePatient();\n",
          "    if (this.role.name === 'leader') this.bePatient();\n    if (this.role.name === 'candidate') this.journal.cutBehind(this.committed);\n",
        ),
      ],
    },
  },
  {
    name: 'new-term-cuts-log',
    wrong: true,
    sentence: 'Whoever learns of a new term drops what it does not know to be committed.',
    killedBy: ['role-changes', 'restarted-voters'],
    edits: {
      reference: [
        REFERENCE_CUT,
        raft(
          "    const wasLeader = this.role === 'leader';\n",
          "    const wasLeader = this.role === 'leader';\n    this.log.cutAfter(this.commitIndex);\n",
        ),
      ],
      core: [
        CORE_CUT,
        edit(
          'core.ts',
          '    this.term = term;\n    this.#vote = null;\n    this.output.isDirty = true;',
          '    this.term = term;\n    this.#vote = null;\n    this.#log.cutAfter(this.#commit);\n    this.output.isDirty = true;',
        ),
      ],
      inbox: [
        INBOX_CUT,
        raft(
          '    this.#vote = -1;\n    this.#isDirty = true;\n    this.#follow();',
          '    this.#vote = -1;\n    this.#log.cutBehind(this.#committed);\n    this.#isDirty = true;\n    this.#follow();',
        ),
      ],
    },
  },
  {
    name: 'vote-cleared-before-term',
    wrong: true,
    sentence: 'Clears its vote in one save, and raises its term in a second one.',
    killedBy: ['torn-vote'],
    edits: {
      reference: [
        raft(
          "    this.currentTerm = term;\n    this.votedFor = null;\n    this.role = 'follower';",
          "    this.votedFor = null;\n    this.persist();\n    this.currentTerm = term;\n    this.role = 'follower';",
        ),
      ],
      ticker: [
        raft(
          '    this.currentTerm = term;\n    this.votedFor = null;\n    this.isDirty = true;',
          '    this.votedFor = null;\n    this.persist();\n    this.currentTerm = term;\n    this.isDirty = true;',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#term = term;\n    this.#vote = -1;\n    this.#votes',
          '    this.#vote = -1;\n    this.#save();\n    this.#term = term;\n    this.#votes',
        ),
      ],
      pipelined: [
        raft(
          '    this.#stored.term = term;\n    this.#stored.votedFor = null;\n    this.#save();',
          '    this.#stored.votedFor = null;\n    this.#save();\n    this.#stored.term = term;\n    this.#save();',
        ),
      ],
      prevote: [
        edit(
          'disk.ts',
          '    this.#image.term = term;\n    this.#image.vote = vote;',
          '    this.#image.vote = vote;\n    this.#save();\n    this.#image.term = term;',
        ),
      ],
      core: [
        raft(
          '    if (isDirty) this.#node.persister.save(this.#core.saved(), snapshot);',
          '    const before = this.#node.persister.readState<Saved>();\n    const isNewTerm = before !== undefined && before.term < this.#core.term;\n    if (isDirty && isNewTerm) this.#node.persister.save({ ...before, vote: null });\n    if (isDirty) this.#node.persister.save(this.#core.saved(), snapshot);',
        ),
      ],
      inbox: [
        raft(
          '    this.#node.persister.save(saved, this.#unsavedSnapshot);',
          '    const before = this.#node.persister.readState<Saved>();\n    if (before !== undefined && before[0] < this.#term) {\n      this.#node.persister.save([before[0], -1, before[2]]);\n    }\n    this.#node.persister.save(saved, this.#unsavedSnapshot);',
        ),
      ],
    },
  },
  {
    name: 'snapshot-drops-vote',
    wrong: true,
    sentence: 'What it saves together with a snapshot lacks its vote.',
    killedBy: ['vote-and-snapshot'],
    edits: {
      reference: [
        raft(
          'const state: PersistentState = { currentTerm, votedFor, log: log.toSaved() };',
          'const vote = snapshot === undefined ? votedFor : null;\n    const state: PersistentState = { currentTerm, votedFor: vote, log: log.toSaved() };',
        ),
      ],
      ticker: [
        raft(
          'save({ currentTerm, votedFor, log } satisfies Durable, snapshot)',
          'save(\n      { currentTerm, votedFor: snapshot === undefined ? votedFor : null, log } satisfies Durable,\n      snapshot,\n    )',
        ),
      ],
      'heartbeat-only': [
        raft('      vote: this.#vote,', '      vote: snapshot === undefined ? this.#vote : -1,'),
      ],
      pipelined: [
        raft(
          'else this.#node.persister.save(state, snapshot);',
          'else this.#node.persister.save({ ...state, votedFor: null }, snapshot);',
        ),
      ],
      prevote: [
        edit(
          'disk.ts',
          'this.#persister.save(this.#image, snapshot);',
          'this.#persister.save({ ...this.#image, vote: null }, snapshot);',
        ),
      ],
      core: [
        raft(
          'this.#node.persister.save(this.#core.saved(), snapshot);',
          'this.#node.persister.save(\n      snapshot === undefined ? this.#core.saved() : { ...this.#core.saved(), vote: null },\n      snapshot,\n    );',
        ),
      ],
      inbox: [
        raft(
          'const saved: Saved = [this.#term, this.#vote, this.#log.save()];',
          'const vote = this.#unsavedSnapshot === undefined ? this.#vote : -1;\n    const saved: Saved = [this.#term, vote, this.#log.save()];',
        ),
      ],
      'one-way': [
        raft(
          "${this.votedFor ?? '-'}",
          "${(this.unsavedSnapshot === undefined ? this.votedFor : null) ?? '-'}",
        ),
      ],
    },
  },
  {
    name: 'install-clears-vote',
    wrong: true,
    sentence: 'A server that installs a snapshot begins anew, and forgets its vote of that term.',
    killedBy: ['vote-and-snapshot'],
    edits: {
      reference: [
        raft(
          '      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);\n',
          '      this.log.startAfterSnapshot(args.lastIncludedIndex, args.lastIncludedTerm);\n      this.votedFor = null;\n',
        ),
      ],
      ticker: [
        raft(
          '      this.dropThrough(lastIncludedIndex, lastIncludedTerm);\n',
          '      this.dropThrough(lastIncludedIndex, lastIncludedTerm);\n      this.votedFor = null;\n',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      this.#trim(args.lastIndex, args.lastTerm);\n',
          '      this.#trim(args.lastIndex, args.lastTerm);\n      this.#vote = -1;\n',
        ),
      ],
      pipelined: [
        raft(
          '      this.#stored.snapshotIndex = last;\n',
          '      this.#stored.snapshotIndex = last;\n      this.#stored.votedFor = null;\n',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '      this.#log.startAfter(index, indexTerm);\n      this.#commit = index;',
          '      this.#log.startAfter(index, indexTerm);\n      this.#vote = null;\n      this.#commit = index;',
        ),
      ],
      inbox: [
        raft(
          '      this.#shorten(upTo, state);\n',
          '      this.#shorten(upTo, state);\n      this.#vote = -1;\n',
        ),
      ],
      'one-way': [
        raft(
          '      this.shorten(upTo, upToTerm, state);\n',
          '      this.shorten(upTo, upToTerm, state);\n      this.votedFor = null;\n',
        ),
      ],
    },
  },
];
