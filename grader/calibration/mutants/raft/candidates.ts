import { edit, raft, type Mutant } from './mutant.ts';

export const CANDIDATES: readonly Mutant[] = [
  {
    name: 'poll-outlives-term',
    wrong: true,
    sentence: 'Goes on counting votes after it has learned of a newer term.',
    killedBy: ['old-votes'],
    edits: {
      prevote: [
        raft(
          '    this.#disk.setTerm(term, null);\n    this.#poll = undefined;',
          '    this.#disk.setTerm(term, null);',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#vote = -1;\n    this.#votes = undefined;\n    if (this.#isLeader)',
          '    this.#vote = -1;\n    if (this.#isLeader)',
        ),
      ],
      inbox: [
        raft('    this.#voters = undefined;\n  }\n\n  #bePatient', '  }\n\n  #bePatient'),
        raft(
          'if (this.#term === term) onAnswer(answer);',
          'if (this.#term === term || this.#voters !== undefined) onAnswer(answer);',
        ),
      ],
    },
  },
  {
    name: 'candidate-says-it-leads',
    wrong: true,
    sentence: 'Says that it leads as soon as it stands for election.',
    killedBy: ['old-votes', 'swarm-elections'],
    edits: {
      reference: [
        raft("isLeader: this.role === 'leader' };\n", "isLeader: this.role !== 'follower' };\n"),
      ],
      pipelined: [
        raft(
          "isLeader: this.#role.name === 'leader' };",
          "isLeader: this.#role.name !== 'follower' };",
        ),
      ],
      inbox: [
        raft(
          'isLeader: this.#followers !== undefined };',
          'isLeader: (this.#followers ?? this.#voters) !== undefined };',
        ),
      ],
      'one-way': [
        raft(
          "isLeader: this.role.name === 'leader' };",
          "isLeader: this.role.name !== 'follower' };",
        ),
      ],
    },
  },
  {
    name: 'timers-pile-up',
    wrong: true,
    sentence: 'Sets a new election timer without clearing the old one, which fires all the same.',
    killedBy: ['initial-election'],
    edits: {
      reference: [
        raft(
          '    clearTimeout(this.electionTimer);\n    this.electionTimer = setTimeout',
          '    this.electionTimer = setTimeout',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    clearTimeout(this.#electionTimer);\n    this.#electionTimer = setTimeout',
          '    this.#electionTimer = setTimeout',
        ),
      ],
    },
  },
  {
    name: 'restriction-by-committed',
    wrong: true,
    sentence:
      'Compares the log of a candidate with what it knows to be committed, not with its own log.',
    killedBy: ['long-logs', 'thin-quorum'],
    edits: {
      'heartbeat-only': [
        raft('isFree && isUpToDate;', 'isFree && args.lastIndex >= this.#commit;'),
      ],
      ticker: [
        raft(
          'if (term > lastTerm || (term === lastTerm && args.lastLogIndex >= this.lastLogIndex())) {',
          'if (args.lastLogIndex >= this.commitIndex) {',
        ),
      ],
      pipelined: [
        raft(
          '(lastTerm === ownLastTerm && last < this.#entries.last);',
          '(lastTerm === ownLastTerm && last < this.#committed);',
        ),
      ],
    },
  },
  {
    name: 'leads-after-pre-vote',
    wrong: true,
    sentence: 'Leads when a majority would vote for it, without asking for the votes.',
    killedBy: ['one-vote', 'split-vote'],
    edits: {
      prevote: [
        raft(
          "    this.#ask('requestVote', this.#disk.term, () => this.#lead());",
          '    this.#lead();',
        ),
      ],
    },
  },
  {
    name: 'votes-beside-own-candidacy',
    wrong: true,
    sentence: 'A candidate votes for another of the same term as well.',
    killedBy: ['one-vote', 'split-vote'],
    edits: {
      reference: [
        raft(
          '(this.votedFor === null || this.votedFor === args.candidateId) &&',
          '(this.votedFor === null || this.votedFor === this.node.me || this.votedFor === args.candidateId) &&',
        ),
      ],
      ticker: [
        raft(
          '(this.votedFor ?? args.candidateId) === args.candidateId',
          "(this.state === 'candidate' || (this.votedFor ?? args.candidateId) === args.candidateId)",
        ),
      ],
      pipelined: [
        raft(
          'stored.votedFor !== null && stored.votedFor !== from;',
          'stored.votedFor !== null && stored.votedFor !== this.#node.me && stored.votedFor !== from;',
        ),
      ],
      prevote: [
        raft(
          'const isFree = vote === null || vote === candidacy.candidate;',
          'const isFree = vote === null || vote === this.#node.me || vote === candidacy.candidate;',
        ),
      ],
      inbox: [
        raft(
          'this.#vote === -1 || this.#vote === candidate;',
          'this.#vote === -1 || this.#vote === candidate || this.#voters !== undefined;',
        ),
      ],
      'one-way': [
        raft(
          'this.votedFor === null || this.votedFor === by;',
          "this.votedFor === null || this.votedFor === by || this.role.name === 'candidate';",
        ),
      ],
    },
  },
  {
    name: 'ignores-higher-term-in-votes',
    wrong: true,
    sentence: 'A candidate that reads a higher term in a refusal does not take it over.',
    killedBy: ['deaf-follower'],
    edits: {
      reference: [
        raft('      this.observeTerm(reply.term);\n      // The vote', '      // The vote'),
      ],
      ticker: [
        raft(
          '        if (!reply) return;\n        if (reply.term > this.currentTerm) this.becomeFollower(reply.term);\n        if (this.state',
          '        if (!reply) return;\n        if (this.state',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      if (reply.term > this.#term) this.#enterTerm(reply.term);\n      if (this.#votes !== votes',
          '      if (this.#votes !== votes',
        ),
      ],
      inbox: [
        raft(
          '          this.#learn(answer.term);\n',
          "          if (!('isVote' in answer)) this.#learn(answer.term);\n",
        ),
      ],
      'one-way': [
        raft(
          'if (term > this.term) this.enterTerm(term);',
          "if (term > this.term && (this.role.name !== 'candidate' || !('over' in letter))) {\n      this.enterTerm(term);\n    }",
        ),
      ],
    },
  },
  {
    name: 'candidate-refuses-leader',
    wrong: true,
    sentence: 'A candidate refuses the leader of its own term, and stands again.',
    killedBy: ['lost-election'],
    edits: {
      reference: [
        raft(
          '    if (term < this.currentTerm) return false;\n',
          "    if (term < this.currentTerm || (term === this.currentTerm && this.role === 'candidate')) return false;\n",
        ),
      ],
      ticker: [
        raft(
          '    if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };\n',
          "    if (args.term < this.currentTerm || this.state === 'candidate')\n      return { term: this.currentTerm, success: false };\n",
        ),
      ],
      'one-way': [
        raft(
          "else if ('news' in letter) this.onNews(by, letter.news);",
          "else if ('news' in letter) {\n      if (this.role.name !== 'candidate') this.onNews(by, letter.news);\n    }",
        ),
      ],
    },
  },
  {
    name: 'vote-across-await',
    wrong: true,
    sentence: 'Looks whether its vote is free, waits a moment, and then gives it.',
    killedBy: ['one-vote'],
    edits: {
      reference: [
        raft(
          '  requestVote(args: RequestVoteArgs): RequestVoteReply {',
          '  async requestVote(args: RequestVoteArgs): Promise<RequestVoteReply> {',
        ),
        raft(
          '    if (voteGranted) {\n      this.votedFor',
          '    if (voteGranted) {\n      await sleep(1);\n      this.votedFor',
        ),
        edit(
          'messages.ts',
          '  requestVote(args: RequestVoteArgs): RequestVoteReply;',
          '  requestVote(args: RequestVoteArgs): Promise<RequestVoteReply>;',
        ),
      ],
      ticker: [
        raft(
          '  requestVote(args: RequestVoteArgs): RequestVoteReply {',
          '  async requestVote(args: RequestVoteArgs): Promise<RequestVoteReply> {',
        ),
        raft(
          '        voteGranted = true;\n',
          '        voteGranted = true;\n        await sleep(1);\n',
        ),
        edit(
          'rpc.ts',
          '  requestVote(args: RequestVoteArgs): RequestVoteReply;',
          '  requestVote(args: RequestVoteArgs): Promise<RequestVoteReply>;',
        ),
      ],
    },
  },
  {
    name: 'resigned-leader-forgets-vote',
    wrong: true,
    sentence: 'A leader that nobody answers resigns, and forgets that it voted for itself.',
    killedBy: ['one-vote'],
    edits: {
      prevote: [
        raft(
          '    this.#leadership = undefined;\n    this.#waitForLeader();',
          '    this.#leadership = undefined;\n    this.#disk.setTerm(this.#disk.term, null);\n    this.#waitForLeader();',
        ),
      ],
      'heartbeat-only': [
        raft(
          '  readonly #apply: Apply;\n',
          '  readonly #apply: Apply;\n  readonly #heardAt = new Map<number, number>();\n',
        ),
        raft(
          '  #replicate(): void {\n',
          '  #replicate(): void {\n    const silent = [...this.#heardAt.values()].filter((at) => Date.now() - at > 1_000).length;\n    if (silent > this.#node.peers.length / 2 - 1) return this.#enterTerm(this.#term);\n',
        ),
        raft(
          '      this.#match.set(server, 0);\n    }',
          '      this.#match.set(server, 0);\n      if (server !== this.#node.me) this.#heardAt.set(server, Date.now());\n    }',
        ),
        raft(
          '      commit: this.#commit,\n    });\n    if (reply === undefined) return;\n',
          '      commit: this.#commit,\n    });\n    if (reply === undefined) return;\n    this.#heardAt.set(server, Date.now());\n',
        ),
      ],
      'one-way': [
        raft(
          '<= this.node.peers.length) return this.stepDown();',
          '<= this.node.peers.length) {\n      this.votedFor = null;\n      this.isDirty = true;\n      return this.stepDown();\n    }',
        ),
      ],
    },
  },
  {
    name: 'votes-add-up',
    wrong: true,
    sentence: 'Counts the votes of earlier elections with those of the present one.',
    killedBy: ['two-elections'],
    edits: {
      core: [
        edit('core.ts', '    this.#votes = new Set([this.#me]);', '    this.#votes.add(this.#me);'),
      ],
    },
  },
];
