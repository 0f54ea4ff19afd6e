import { edit, raft, type Mutant } from './mutant.ts';

/** Safe, and of no use: somebody who could go on waits for ever. */
export const AVAILABILITY: readonly Mutant[] = [
  {
    name: 'no-quorum-check',
    wrong: true,
    sentence:
      'A leader that no majority answers goes on, and whoever hears it listens to no candidate.',
    killedBy: ['partial-leader'],
    edits: {
      prevote: [raft('    this.#checkQuorum(leadership);\n  }', '  }')],
      reference: [
        raft(
          '  private followers: Follower[] = [];',
          '  private heardAt = -Infinity;\n  private followers: Follower[] = [];',
        ),
        raft(
          '    this.observeTerm(args.term);\n\n    const voteGranted',
          '    const isFollowing = Date.now() - this.heardAt < ELECTION_TIMEOUT_MIN_MS;\n    if (isFollowing) return { term: this.currentTerm, voteGranted: false };\n    this.observeTerm(args.term);\n\n    const voteGranted',
        ),
        raft(
          "    this.role = 'follower'; // a candidate",
          "    this.heardAt = Date.now();\n    this.role = 'follower'; // a candidate",
        ),
      ],
      ticker: [
        raft(
          '  private lastHeard = Date.now();',
          '  private lastHeard = Date.now();\n  private leaderHeard = -Infinity;',
        ),
        raft(
          '    if (args.term > this.currentTerm) this.becomeFollower(args.term);\n\n    let voteGranted',
          '    const isFollowing = Date.now() - this.leaderHeard < ELECTION_TIMEOUT_MS.least;\n    if (isFollowing) return { term: this.currentTerm, voteGranted: false };\n    if (args.term > this.currentTerm) this.becomeFollower(args.term);\n\n    let voteGranted',
        ),
        raft(
          '    this.heardSomething();\n\n    const { prevLogIndex } = args;',
          '    this.heardSomething();\n    this.leaderHeard = Date.now();\n\n    const { prevLogIndex } = args;',
        ),
      ],
    },
  },
  {
    name: 'quorum-check-by-anybody',
    wrong: true,
    sentence: 'A leader goes on as long as anybody answers it.',
    killedBy: ['partial-leader'],
    edits: {
      prevote: [
        raft('if (present.length + 1 <= this.#node.peers.length / 2)', 'if (present.length === 0)'),
      ],
    },
  },
  {
    name: 'resigned-leader-beats-on',
    wrong: true,
    sentence: 'A leader that resigns goes on sending heartbeats, so that nobody else stands.',
    killedBy: ['minority-commits-nothing', 'partial-leader', 're-election'],
    edits: { prevote: [raft('    this.#leadership.isOver = true;\n', '')] },
  },
  {
    name: 'pre-vote-ignores-higher-term',
    wrong: true,
    sentence: 'Does not learn a higher term from the answer to a pre-vote.',
    killedBy: ['ahead-in-term'],
    edits: {
      prevote: [
        raft(
          '        this.#observe(ballot.term);\n',
          "        if (question === 'requestVote') this.#observe(ballot.term);\n",
        ),
      ],
    },
  },
  {
    name: 'follower-commits-own-term-only',
    wrong: true,
    sentence: 'A follower, too, commits only entries of the current term.',
    killedBy: ['silent-leader', 'silent-leader-snapshots'],
    edits: {
      reference: [
        raft(
          '    this.commitThrough(Math.min(args.leaderCommit, lastNewIndex));',
          '    const known = Math.min(args.leaderCommit, lastNewIndex);\n    if (this.log.termAt(known) === this.currentTerm) this.commitThrough(known);',
        ),
      ],
      ticker: [
        raft(
          '    this.commit(Math.min(args.leaderCommit, prevLogIndex + args.entries.length));',
          '    const known = Math.min(args.leaderCommit, prevLogIndex + args.entries.length);\n    if (this.termAt(known) === this.currentTerm) this.commit(known);',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#commitUpTo(Math.min(args.commit, args.prevIndex + args.entries.length));',
          '    const known = Math.min(args.commit, args.prevIndex + args.entries.length);\n    if (this.#termAt(known) === this.#term) this.#commitUpTo(known);',
        ),
      ],
      pipelined: [
        raft(
          '    this.#commit(Math.min(committed, prev + batch.length));',
          '    const known = Math.min(committed, prev + batch.length);\n    if (entries.term(known) === term) this.#commit(known);',
        ),
      ],
      prevote: [
        raft(
          '    this.#commit(Math.min(commitIndex, matchIndex));',
          '    const known = Math.min(commitIndex, matchIndex);\n    if (disk.termOf(known) === term) this.#commit(known);',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '    this.#commitTo(Math.min(commit, match));',
          '    const known = Math.min(commit, match);\n    if (log.term(known) === this.term) this.#commitTo(known);',
        ),
      ],
      inbox: [
        raft(
          '    this.#commitTo(Math.min(committed, after[0] + entries.length));',
          '    const known = Math.min(committed, after[0] + entries.length);\n    if (this.#log.termAt(known) === term) this.#commitTo(known);',
        ),
      ],
      'one-way': [
        raft(
          '    this.commitTo(Math.min(committed, agreed));',
          '    const known = Math.min(committed, agreed);\n    if (journal.termOf(known) === this.term) this.commitTo(known);',
        ),
      ],
    },
  },
  {
    name: 'new-leader-forgets-commit',
    wrong: true,
    sentence:
      'A new leader tells nobody what is committed before it has committed something itself.',
    killedBy: ['silent-leader', 'silent-leader-snapshots'],
    edits: {
      reference: [
        raft(
          "    this.role = 'leader';\n    clearTimeout",
          "    this.role = 'leader';\n    this.commitIndex = this.log.snapshotIndex;\n    clearTimeout",
        ),
      ],
      ticker: [
        raft(
          "    this.state = 'leader';\n    this.nextIndex",
          "    this.state = 'leader';\n    this.commitIndex = this.baseIndex();\n    this.nextIndex",
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#votes = undefined;\n    clearTimeout',
          '    this.#votes = undefined;\n    this.#commit = this.#base;\n    clearTimeout',
        ),
      ],
      inbox: [
        raft(
          '  #lead(): void {\n',
          '  #lead(): void {\n    [this.#committed] = this.#log.start;\n',
        ),
      ],
      'one-way': [
        raft(
          '  private lead(): void {\n',
          '  private lead(): void {\n    this.committed = this.journal.upTo;\n',
        ),
      ],
    },
  },
  {
    name: 'commit-told-with-entries-only',
    wrong: true,
    sentence: 'A follower looks at the commit index only of messages that bring entries.',
    killedBy: ['silent-leader', 'basic-agree'],
    edits: {
      pipelined: [
        raft(
          '    this.#commit(Math.min(committed, prev + batch.length));',
          '    if (batch.length > 0) this.#commit(Math.min(committed, prev + batch.length));',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '    this.#commitTo(Math.min(commit, match));',
          '    if (entries.length > 0) this.#commitTo(Math.min(commit, match));',
        ),
      ],
      inbox: [
        raft(
          '    this.#commitTo(Math.min(committed, after[0] + entries.length));',
          '    if (entries.length > 0) this.#commitTo(Math.min(committed, after[0] + entries.length));',
        ),
      ],
    },
  },
];
