import { edit, log, raft, type Mutant } from './mutant.ts';

export const COMMITMENT: readonly Mutant[] = [
  {
    name: 'counts-itself-twice',
    wrong: true,
    sentence: 'Counts its own copy of an entry twice.',
    killedBy: ['old-replies', 'leftovers'],
    edits: {
      reference: [
        raft(
          'const descending = [this.log.lastIndex, ...matchIndexes]',
          'const descending = [this.log.lastIndex, this.log.lastIndex, ...matchIndexes]',
        ),
      ],
      pipelined: [
        raft(
          'const sorted = [this.#entries.last, ...matches].toSorted((a, b) => a - b);',
          'const sorted = [this.#entries.last, this.#entries.last, ...matches].toSorted((a, b) => a - b).slice(1);',
        ),
      ],
      prevote: [
        raft(
          'const ranked = [...indexes, this.#disk.lastIndex]',
          'const ranked = [...indexes, this.#disk.lastIndex, this.#disk.lastIndex]',
        ),
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          'ranked[Math.floor(this.#node.peers.length / 2)]',
        ),
      ],
      inbox: [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          '[this.#log.end[0], ...ranked][Math.floor(ranked.length / 2)]',
        ),
      ],
      'one-way': [
        raft(
          'ranked[Math.floor(ranked.length / 2)]',
          '[this.journal.last, ...ranked][Math.floor(ranked.length / 2)]',
        ),
      ],
    },
  },
  {
    name: 'keeps-match-of-earlier-term',
    wrong: true,
    sentence: 'Begins to lead with the matchIndex that it had when it led before.',
    killedBy: ['old-replies'],
    edits: {
      ticker: [
        raft(
          '    this.matchIndex = zeros(this.node.peers.length);',
          '    if (this.matchIndex.length === 0) this.matchIndex = zeros(this.node.peers.length);',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      this.#match.set(server, 0);',
          '      if (!this.#match.has(server)) this.#match.set(server, 0);',
        ),
      ],
    },
  },
  {
    name: 'counts-what-was-sent',
    wrong: true,
    sentence: 'Counts what is on its way to a follower as if it were there.',
    killedBy: ['late-acks', 'leftovers'],
    edits: {
      pipelined: [
        raft(
          'const matches = Array.from(this.#role.followers.values(), ({ match }) => match);',
          'const matches = Array.from(this.#role.followers.values(), ({ match, next }) => match && next - 1);',
        ),
      ],
      reference: [
        raft(
          'const matchIndexes = this.followers.map((follower) => follower.matchIndex);',
          'const matchIndexes = this.followers.map((follower) => follower.isAwaitingReply ? follower.matchIndex && this.log.lastIndex : follower.matchIndex);',
        ),
      ],
      'one-way': [
        edit(
          'reader.ts',
          '    this.#next += lines.length;\n',
          '    this.#next += lines.length;\n    this.agreed = this.#next - 1;\n',
        ),
      ],
    },
  },
  {
    name: 'figure-8-own-entry',
    wrong: true,
    sentence:
      'Commits what a majority has as soon as its log ends with an entry of its own term, whoever has that.',
    killedBy: ['figure-8-aimed'],
    edits: {
      reference: [
        raft(
          'if (this.log.termAt(majorityIndex) === this.currentTerm)',
          'if (this.log.lastTerm === this.currentTerm)',
        ),
      ],
      ticker: [
        raft('this.termAt(n) === this.currentTerm', 'this.lastLogTerm() === this.currentTerm'),
      ],
      pipelined: [
        raft(
          'if (this.#entries.term(index) === this.#stored.term)',
          'if (this.#entries.term(this.#entries.last) === this.#stored.term)',
        ),
      ],
      prevote: [
        raft(
          'if (this.#disk.termOf(index) === this.#disk.term)',
          'if (this.#disk.lastTerm === this.#disk.term)',
        ),
      ],
      'heartbeat-only': [
        raft(
          'n > this.#commit && this.#termAt(n) === this.#term;',
          'n > this.#commit && this.#termAt(this.#lastIndex) === this.#term;',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'if (this.#log.term(index) === this.term)',
          'if (this.#log.lastTerm === this.term)',
        ),
      ],
      inbox: [
        raft(
          'if (this.#log.termAt(index) === this.#term) this',
          'if (this.#log.end[1] === this.#term) this',
        ),
      ],
      'one-way': [
        raft(
          'if (this.journal.termOf(line) === this.term) this',
          'if (this.journal.lastTerm === this.term) this',
        ),
      ],
    },
  },
  {
    name: 'match-is-followers-end',
    wrong: true,
    sentence: "Takes a follower's last index for what they share.",
    killedBy: ['leftovers'],
    edits: {
      prevote: [
        raft(
          '    return { term, matchIndex };',
          '    return { term, matchIndex: disk.lastIndex };',
        ),
      ],
      pipelined: [
        raft(
          'follower.accepted(message, prev + batch.length);',
          'follower.accepted(message, answer.last);',
        ),
      ],
      core: [
        edit(
          'core.ts',
          "    this.#commitTo(Math.min(commit, match));\n    this.#send(from, { type: 'appended', match });",
          "    this.#commitTo(Math.min(commit, match));\n    this.#send(from, { type: 'appended', match: log.last });",
        ),
      ],
      'one-way': [
        raft('    this.send(by, { agreed });', '    this.send(by, { agreed: journal.last });'),
      ],
    },
  },
  {
    name: 'lost-counts-as-success',
    wrong: true,
    sentence: 'Takes an AppendEntries that was not answered for one that was accepted.',
    killedBy: ['swarm-log'],
    edits: {
      reference: [
        raft(
          'const reply = await follower.peer.appendEntries(args);\n    if (reply === undefined) return false;',
          'const reply = (await follower.peer.appendEntries(args)) ?? { term: args.term, success: true };',
        ),
      ],
      ticker: [
        raft(
          'const reply = await this.node.peers[server]?.appendEntries(args);\n      if (!reply) return;',
          'const reply: AppendEntriesReply = (await this.node.peers[server]?.appendEntries(args)) ?? { term, success: true };',
        ),
      ],
    },
  },
  {
    name: 'hint-one-too-far',
    wrong: true,
    sentence: 'Tries the entry after the one that a refusal asks for, again and again.',
    killedBy: ['late-append', 'fail-agree'],
    edits: {
      reference: [log('    return conflict.firstIndex;', '    return conflict.firstIndex + 1;')],
      ticker: [
        raft(
          'if (xTerm === -1) return Math.min(next, xLen);',
          'if (xTerm === -1) return Math.min(next, xLen + 1);',
        ),
      ],
    },
  },
  {
    name: 'commit-index-goes-back',
    wrong: true,
    sentence:
      'Lowers its commitIndex with a message that knows less, and then takes an old snapshot for news.',
    killedBy: ['snapshot-suffix'],
    edits: {
      reference: [
        raft('this.commitIndex = Math.max(this.commitIndex, index);', 'this.commitIndex = index;'),
      ],
      pipelined: [
        raft('this.#committed = Math.max(this.#committed, index);', 'this.#committed = index;'),
      ],
      prevote: [
        raft(
          'this.#commitIndex = Math.max(this.#commitIndex, index);',
          'this.#commitIndex = index;',
        ),
      ],
      inbox: [raft('Math.max(this.#committed, index)', 'index')],
      'one-way': [raft('Math.max(this.committed, line)', 'line')],
    },
  },
];
