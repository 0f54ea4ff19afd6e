import { log, raft, type Mutant } from './mutant.ts';

export const BENIGN: readonly Mutant[] = [
  {
    name: 'match-index-goes-back',
    wrong: false,
    sentence: 'matchIndex may go down and up again: it is still true of the follower.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          'follower.matchIndex = Math.max(follower.matchIndex, index);',
          'follower.matchIndex = index;',
        ),
      ],
      'heartbeat-only': [
        raft(
          'const known = Math.max(index, this.#match.get(server) ?? 0);',
          'const known = index;',
        ),
      ],
    },
  },
  {
    name: 'commits-to-own-end',
    wrong: false,
    sentence:
      'commitIndex up to the own last index is right where the leader always sends all that follows.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          'Math.min(args.leaderCommit, lastNewIndex)',
          'Math.min(args.leaderCommit, this.log.lastIndex)',
        ),
      ],
    },
  },
  {
    name: 'replicates-at-heartbeats',
    wrong: false,
    sentence: 'Replicating at the next heartbeat alone is slow, not wrong.',
    killedBy: [],
    edits: {
      reference: [
        raft('      if (!follower.isAwaitingReply) void this.replicateTo(follower);\n', ''),
      ],
    },
  },
  {
    name: 'last-applied-clamped',
    wrong: false,
    sentence:
      'lastApplied may be 0 after a restart where the applier skips what the snapshot holds.',
    killedBy: [],
    edits: {
      reference: [
        raft('    this.lastApplied = this.log.snapshotIndex;', '    this.lastApplied = 0;'),
        raft(
          '    while (this.lastApplied < this.commitIndex) {',
          '    this.lastApplied = Math.max(this.lastApplied, this.log.snapshotIndex);\n    while (this.lastApplied < this.commitIndex) {',
        ),
      ],
    },
  },
  {
    name: 'candidate-stays-candidate',
    wrong: false,
    sentence:
      'A candidate may keep its role when another leads in its term: no majority is left for it.',
    killedBy: [],
    edits: {
      reference: [raft("    this.role = 'follower'; // a candidate has lost to this leader\n", '')],
    },
  },
  {
    name: 'leader-ignores-candidates',
    wrong: false,
    sentence:
      'A leader may ignore candidates of a higher term: stickiness is a feature of some Rafts.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '    this.observeTerm(args.term);\n\n    const voteGranted',
          "    if (this.role === 'leader') return { term: this.currentTerm, voteGranted: false };\n    this.observeTerm(args.term);\n\n    const voteGranted",
        ),
      ],
    },
  },
  {
    name: 'resets-timer-on-any-rpc',
    wrong: false,
    sentence:
      'Resetting the election timer for a refused candidate is slower, but no bound is fair.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '    this.observeTerm(args.term);\n\n    const voteGranted',
          "    this.observeTerm(args.term);\n    if (this.role !== 'leader') this.resetElectionTimer();\n\n    const voteGranted",
        ),
      ],
      ticker: [
        raft(
          '    this.persistIfDirty();\n    return { term: this.currentTerm, voteGranted };',
          '    this.persistIfDirty();\n    this.heardSomething();\n    return { term: this.currentTerm, voteGranted };',
        ),
      ],
    },
  },
  {
    name: 'no-reset-on-grant',
    wrong: false,
    sentence: 'Without a reset of the timer when it grants a vote, elections take a little longer.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '      this.persist();\n      this.resetElectionTimer();\n    }',
          '      this.persist();\n    }',
        ),
      ],
      ticker: [
        raft(
          '        this.isDirty = true;\n        this.heardSomething();',
          '        this.isDirty = true;',
        ),
      ],
    },
  },
  {
    name: 'candidate-saves-after-asking',
    wrong: false,
    sentence:
      'A candidate may save after it has sent its questions in the same step: no answer can come before.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '    this.votedFor = this.node.me;\n    this.persist();',
          '    this.votedFor = this.node.me;',
        ),
        raft(
          '    for (const peer of this.peers) void askForVote(peer);',
          '    for (const peer of this.peers) void askForVote(peer);\n    this.persist();',
        ),
      ],
    },
  },
  {
    name: 'snapshot-keeps-conflicting-suffix',
    wrong: false,
    sentence:
      'Entries kept behind a snapshot that they do not continue are older than its leader: no log with it loses to them, and its next message cuts them.',
    killedBy: [],
    edits: {
      reference: [
        log('this.termAt(snapshotIndex) === snapshotTerm;', 'this.lastIndex > snapshotIndex;'),
      ],
      ticker: [
        raft(
          'const rest = this.termAt(index) === term ? this.log.slice(index - this.baseIndex() + 1) : [];',
          'const rest = this.log.slice(index - this.baseIndex() + 1);',
        ),
      ],
      'heartbeat-only': [
        raft(
          'index <= this.#lastIndex && this.#termAt(index) === term;',
          'index <= this.#lastIndex;',
        ),
      ],
    },
  },
  {
    name: 'append-term-not-saved',
    wrong: false,
    sentence:
      'A term learned from a heartbeat promises nothing: a vote in it and an entry of it are saved with it.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '  private acceptLeader(term: number): boolean {\n    this.observeTerm(term);',
          "  private acceptLeader(term: number): boolean {\n    if (term > this.currentTerm) {\n      if (this.role === 'leader') this.resetElectionTimer();\n      this.currentTerm = term;\n      this.votedFor = null;\n      this.role = 'follower';\n    }",
        ),
      ],
      ticker: [
        raft(
          'if (args.term > this.currentTerm) this.becomeFollower(args.term);\n    this.persistIfDirty();\n    if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };',
          'if (args.term > this.currentTerm) this.becomeFollower(args.term);\n    if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };',
        ),
      ],
    },
  },
  {
    name: 'deletes-what-a-leader-refutes',
    wrong: false,
    sentence:
      'A follower may cut its log at a prevLogIndex that does not match: no entry from there on is committed.',
    killedBy: [],
    edits: {
      ticker: [
        raft(
          '      return { term: this.currentTerm, success: false, xTerm, xIndex, xLen };',
          '      this.log = this.log.slice(0, prevLogIndex - this.baseIndex());\n      this.persist();\n      return { term: this.currentTerm, success: false, xTerm, xIndex, xLen };',
        ),
      ],
      prevote: [
        raft(
          '      return { term, tryFrom: this.#firstOfTermAt(prevIndex) };',
          '      const tryFrom = this.#firstOfTermAt(prevIndex);\n      disk.write(prevIndex, []);\n      return { term, tryFrom };',
        ),
      ],
    },
  },
  {
    name: 'timeout-by-place',
    wrong: false,
    sentence: 'Timeouts that differ from server to server break a tie as well as random ones.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          'ELECTION_TIMEOUT_MIN_MS + Math.random() * range',
          'ELECTION_TIMEOUT_MIN_MS + (this.node.me / 7) * range',
        ),
      ],
      pipelined: [raft('400 + 400 * Math.random()', '400 + 57 * this.#node.me')],
    },
  },
  {
    name: 'long-timeouts',
    wrong: false,
    sentence: 'A leader is lost after a second or so, and replaced well within five.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          'const HEARTBEAT_MS = 100;\nconst ELECTION_TIMEOUT_MIN_MS = 400;\nconst ELECTION_TIMEOUT_MAX_MS = 800;',
          'const HEARTBEAT_MS = 200;\nconst ELECTION_TIMEOUT_MIN_MS = 900;\nconst ELECTION_TIMEOUT_MAX_MS = 1_500;',
        ),
      ],
      'heartbeat-only': [raft('400 + Math.random() * 400', '900 + Math.random() * 600')],
    },
  },
  {
    name: 'hint-is-last-applied',
    wrong: false,
    sentence: 'A refusal that asks for the entry after the last applied one goes back far enough.',
    killedBy: [],
    edits: {
      prevote: [
        raft(
          'return { term, tryFrom: this.#firstOfTermAt(prevIndex) };',
          'return { term, tryFrom: this.#lastApplied + 1 };',
        ),
      ],
    },
  },
  {
    name: 'vote-burnt-by-refusal',
    wrong: false,
    sentence:
      'A vote noted for a candidate that is refused for its log is lost for that term alone: the next one begins anew.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          '    if (voteGranted) {\n      this.votedFor',
          '    if (args.term === this.currentTerm && this.votedFor === null) {\n      this.votedFor = args.candidateId;\n      this.persist();\n    }\n    if (voteGranted) {\n      this.votedFor',
        ),
      ],
    },
  },
  {
    name: 'obeys-stale-snapshot',
    wrong: false,
    sentence: 'A snapshot of a leader whose term is over holds nothing but what is committed.',
    killedBy: [],
    edits: {
      reference: [
        raft(
          'if (this.acceptLeader(args.term) && args.last',
          'if ((this.acceptLeader(args.term) || args.term > 0) && args.last',
        ),
      ],
      ticker: [
        raft(
          '    if (args.term < this.currentTerm) return { term: this.currentTerm };\n    this.state',
          '    this.state',
        ),
      ],
    },
  },
  {
    name: 'compares-first-entry-only',
    wrong: false,
    sentence:
      'Comparing the first entry alone is enough where the leader never sends one that the follower has before one that differs.',
    killedBy: [],
    edits: {
      reference: [
        log(
          'const isKnown = index <= this.snapshotIndex || this.termAt(index) === entry.term;',
          'const isKnown = index <= this.snapshotIndex || this.termAt(index) === entry.term || (offset > 0 && index <= this.lastIndex);',
        ),
      ],
    },
  },
];
