import { edit, raft, type Mutant } from './mutant.ts';

/** What suffices only for some numbers of servers. */
export const QUORUM: readonly Mutant[] = [
  {
    name: 'leader-by-birth',
    wrong: true,
    sentence: 'Server 0 leads the first term from its start, and nobody has voted.',
    killedBy: ['initial-election', 'basic-agree'],
    edits: {
      reference: [
        raft(
          "    this.resetElectionTimer();\n  }\n\n  // The service's side",
          "    this.resetElectionTimer();\n    if (saved === undefined && node.me === 0) {\n      this.currentTerm = 1;\n      void this.lead();\n    }\n  }\n\n  // The service's side",
        ),
      ],
      ticker: [
        raft(
          '    void this.electionTicker();',
          '    if (!durable && node.me === 0) {\n      this.currentTerm = 1;\n      this.becomeLeader();\n    }\n    void this.electionTicker();',
        ),
      ],
    },
  },
  {
    name: 'leads-without-asking',
    wrong: true,
    sentence: 'Whoever has heard no leader for a while leads the next term, without a vote.',
    killedBy: ['initial-election', 'basic-agree'],
    edits: {
      reference: [raft('    let votes = 1;', '    void this.lead();\n    let votes = 1;')],
      ticker: [raft('    let votes = 1;', '    this.becomeLeader();\n    let votes = 1;')],
    },
  },
  {
    name: 'wins-with-an-even-half',
    wrong: true,
    sentence: 'Wins with n/2 votes, rounded up: of four servers two suffice.',
    killedBy: ['minority-elects-nobody'],
    edits: {
      reference: [
        raft(
          'if (votes === this.majority)',
          'if (votes === Math.ceil(this.node.peers.length / 2))',
        ),
      ],
      ticker: [
        raft('if (votes * 2 > this.node.peers.length)', 'if (votes * 2 >= this.node.peers.length)'),
      ],
      'heartbeat-only': [raft('if (votes.size > this.#node', 'if (votes.size >= this.#node')],
      pipelined: [raft('if (candidate.votes > this.#node', 'if (candidate.votes >= this.#node')],
      prevote: [raft('if (granted <= this.#node', 'if (granted < this.#node')],
      core: [
        edit(
          'core.ts',
          'if (this.#votes.size * 2 <= this.#servers)',
          'if (this.#votes.size * 2 < this.#servers)',
        ),
      ],
      inbox: [raft('if (voters.size * 2 > this', 'if (voters.size * 2 >= this')],
      'one-way': [
        raft('if (this.role.votes.size * 2 > this', 'if (this.role.votes.size * 2 >= this'),
      ],
    },
  },
  {
    name: 'commits-with-an-even-half',
    wrong: true,
    sentence: 'Commits what n/2 servers have, rounded up: of four servers two suffice.',
    killedBy: ['minority-commits-nothing'],
    edits: {
      reference: [
        raft('descending[this.majority - 1]', 'descending[Math.ceil(descending.length / 2) - 1]'),
      ],
      ticker: [raft('if (count * 2 > this', 'if (count * 2 >= this')],
      'heartbeat-only': [raft('if (others + 1 > this', 'if (others + 1 >= this')],
      pipelined: [
        raft(
          'sorted[Math.floor((sorted.length - 1) / 2)]',
          'sorted[Math.floor(sorted.length / 2)]',
        ),
      ],
      prevote: [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.floor((ranked.length - 1) / 2)]',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'ranked[Math.floor(this.#servers / 2)]',
          'ranked[Math.floor((this.#servers - 1) / 2)]',
        ),
      ],
      inbox: [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.floor((ranked.length - 1) / 2)]',
        ),
      ],
      'one-way': [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.floor((ranked.length - 1) / 2)]',
        ),
      ],
    },
  },
  {
    name: 'three-votes-suffice',
    wrong: true,
    sentence: 'Wins with three votes, also among six or seven servers.',
    killedBy: ['minority-elects-nobody'],
    edits: {
      reference: [
        raft('if (votes === this.majority)', 'if (votes === Math.min(3, this.majority))'),
      ],
      ticker: [
        raft(
          'if (votes * 2 > this.node.peers.length)',
          'if (votes > 2 || votes * 2 > this.node.peers.length)',
        ),
      ],
      'heartbeat-only': [
        raft('if (votes.size > this.#node', 'if (votes.size > 2 || votes.size > this.#node'),
      ],
      pipelined: [
        raft(
          'if (candidate.votes > this.#node',
          'if (candidate.votes > 2 || candidate.votes > this.#node',
        ),
      ],
      prevote: [raft('if (granted <= this.#node', 'if (granted < 3 && granted <= this.#node')],
      core: [
        edit(
          'core.ts',
          'if (this.#votes.size * 2 <= this.#servers)',
          'if (this.#votes.size < 3 && this.#votes.size * 2 <= this.#servers)',
        ),
      ],
      inbox: [raft('if (voters.size * 2 > this', 'if (voters.size > 2 || voters.size * 2 > this')],
      'one-way': [
        raft(
          'if (this.role.votes.size * 2 > this',
          'if (this.role.votes.size > 2 || this.role.votes.size * 2 > this',
        ),
      ],
    },
  },
  {
    name: 'three-copies-suffice',
    wrong: true,
    sentence: 'Commits what three servers have, also among six or seven.',
    killedBy: ['minority-commits-nothing'],
    edits: {
      reference: [
        raft('descending[this.majority - 1]', 'descending[Math.min(3, this.majority) - 1]'),
      ],
      ticker: [
        raft(
          'if (count * 2 > this.node.peers.length &&',
          'if ((count > 2 || count * 2 > this.node.peers.length) &&',
        ),
      ],
      'heartbeat-only': [raft('if (others + 1 > this', 'if (others >= 2 || others + 1 > this')],
      pipelined: [
        raft(
          'sorted[Math.floor((sorted.length - 1) / 2)]',
          'sorted[Math.max(sorted.length - 3, Math.floor((sorted.length - 1) / 2))]',
        ),
      ],
      prevote: [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.min(2, Math.floor(ranked.length / 2))]',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'ranked[Math.floor(this.#servers / 2)]',
          'ranked[Math.min(2, Math.floor(this.#servers / 2))]',
        ),
      ],
      inbox: [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.min(2, Math.floor(ranked.length / 2))]',
        ),
      ],
      'one-way': [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.min(2, Math.floor(ranked.length / 2))]',
        ),
      ],
    },
  },
  {
    name: 'majority-of-those-heard',
    wrong: true,
    sentence: 'Commits what a majority has of those servers that have answered in this term.',
    killedBy: ['minority-commits-nothing'],
    edits: {
      reference: [
        raft(
          'const matchIndexes = this.followers.map((follower) => follower.matchIndex);',
          'const matchIndexes = this.followers.map((follower) => follower.matchIndex).filter((match) => match > 0);',
        ),
        raft('descending[this.majority - 1]', 'descending[Math.floor(descending.length / 2)]'),
      ],
      prevote: [
        raft(
          'const indexes = replicators.map(({ matchIndex }) => matchIndex);',
          'const indexes = replicators.map(({ matchIndex }) => matchIndex).filter((match) => match > 0);',
        ),
      ],
    },
  },
];
