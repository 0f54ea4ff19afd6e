import { edit, log, raft, type Mutant } from './mutant.ts';

export const ELECTION: readonly Mutant[] = [
  {
    name: 'votes-twice',
    wrong: true,
    sentence: 'Votes for every candidate of a term, not only for the first.',
    killedBy: ['one-vote', 'two-candidates'],
    edits: {
      reference: [
        raft('      (this.votedFor === null || this.votedFor === args.candidateId) &&\n', ''),
      ],
      ticker: [raft(' &&\n      (this.votedFor ?? args.candidateId) === args.candidateId', '')],
      'heartbeat-only': [
        raft(
          'const isFree = this.#vote === -1 || this.#vote === args.candidate;',
          'const isFree = true;',
        ),
      ],
      pipelined: [raft('isBehind || isTaken', 'isBehind')],
      prevote: [
        raft(
          'const isFree = vote === null || vote === candidacy.candidate;',
          'const isFree = true;',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'const granted = isNewer && (this.#vote ?? from) === from;',
          'const granted = isNewer;',
        ),
      ],
      inbox: [
        raft(
          'const isFree = this.#vote === -1 || this.#vote === candidate;',
          'const isFree = true;',
        ),
      ],
      'one-way': [
        raft(
          'const isFree = this.votedFor === null || this.votedFor === by;',
          'const isFree = true;',
        ),
      ],
    },
  },
  {
    name: 'counts-old-votes',
    wrong: true,
    sentence: 'Counts votes of an earlier election in the present one.',
    killedBy: ['old-votes'],
    edits: {
      reference: [
        raft(
          "if (this.role !== 'candidate' || this.currentTerm !== args.term) return;",
          "if (this.role !== 'candidate') return;",
        ),
      ],
      ticker: [
        raft(
          "if (this.state !== 'candidate' || this.currentTerm !== term) return;",
          "if (this.state !== 'candidate') return;",
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (this.#votes !== votes || !reply.granted) return;',
          'if (this.#votes === undefined || !reply.granted) return;',
        ),
      ],
      pipelined: [
        raft(
          'if (this.#role !== candidate || !answer.vote) return;',
          "if (this.#role.name !== 'candidate' || !answer.vote) return;",
        ),
      ],
      prevote: [
        raft(
          'if (this.#poll !== poll || !ballot.granted) return;',
          'if (this.#poll === undefined || !ballot.granted) return;',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'if (message.term < this.term) {',
          "if (message.term < this.term && message.type !== 'ballot') {",
        ),
      ],
      inbox: [
        raft(
          'if (this.#term === term) onAnswer(answer);',
          'if (this.#term === term || this.#voters !== undefined) onAnswer(answer);',
        ),
        raft(
          'if (!isVote || this.#voters !== voters) return;\n          voters.add(server);\n          if (voters.size * 2',
          'if (!isVote || this.#voters === undefined) return;\n          this.#voters.add(server);\n          if (this.#voters.size * 2',
        ),
      ],
      'one-way': [
        raft('if (term < this.term) {', "if (term < this.term && !('vote' in letter)) {"),
      ],
    },
  },
  {
    name: 'counts-refusals',
    wrong: true,
    sentence: 'Counts every answer to RequestVote as a vote.',
    killedBy: ['one-vote', 'two-candidates'],
    edits: {
      reference: [raft('if (reply.voteGranted) votes += 1;', 'votes += 1;')],
      ticker: [raft('if (reply.voteGranted) votes += 1;', 'votes += 1;')],
      'heartbeat-only': [
        raft(
          'if (this.#votes !== votes || !reply.granted) return;',
          'if (this.#votes !== votes) return;',
        ),
      ],
      pipelined: [
        raft(
          'if (this.#role !== candidate || !answer.vote) return;',
          'if (this.#role !== candidate) return;',
        ),
      ],
      inbox: [
        raft(
          'if (!isVote || this.#voters !== voters) return;',
          'if (isVote === undefined || this.#voters !== voters) return;',
        ),
      ],
      'one-way': [
        raft(
          "if (this.role.name !== 'candidate' || !isForMe) return;",
          "if (this.role.name !== 'candidate' || isForMe === undefined) return;",
        ),
      ],
    },
  },
  {
    name: 'wins-with-half',
    wrong: true,
    sentence: 'Wins an election with n/2 votes, rounded down.',
    killedBy: ['minority-elects-nobody', 'old-replies'],
    edits: {
      reference: [
        raft(
          'if (votes === this.majority) void this.lead();',
          'if (votes >= this.majority - 1) void this.lead();',
        ),
      ],
      ticker: [
        raft(
          'if (votes * 2 > this.node.peers.length) this.becomeLeader();',
          'if (votes * 2 >= this.node.peers.length - 1) this.becomeLeader();',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (votes.size > this.#node.peers.length / 2) this.#lead();',
          'if (votes.size >= Math.floor(this.#node.peers.length / 2)) this.#lead();',
        ),
      ],
      pipelined: [
        raft(
          'if (candidate.votes > this.#node.peers.length / 2) this.#lead();',
          'if (candidate.votes >= Math.floor(this.#node.peers.length / 2)) this.#lead();',
        ),
      ],
      inbox: [
        raft(
          'if (voters.size * 2 > this.#node.peers.length)',
          'if (voters.size >= Math.floor(this.#node.peers.length / 2))',
        ),
      ],
      'one-way': [
        raft(
          'if (this.role.votes.size * 2 > this.node.peers.length)',
          'if (this.role.votes.size >= Math.floor(this.node.peers.length / 2))',
        ),
      ],
    },
  },
  {
    name: 'clears-vote-on-append',
    wrong: true,
    sentence: 'Forgets whom it voted for when the leader of the same term calls.',
    killedBy: ['one-vote', 'two-candidates'],
    edits: {
      reference: [
        raft(
          "this.role = 'follower'; // a candidate has lost to this leader",
          "this.role = 'follower';\n    this.votedFor = null;",
        ),
      ],
      ticker: [
        raft(
          '    this.heardSomething();\n\n    const { prevLogIndex } = args;',
          '    this.heardSomething();\n    this.votedFor = null;\n\n    const { prevLogIndex } = args;',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (term < this.#term) return false;\n    this.#votes = undefined;',
          'if (term < this.#term) return false;\n    this.#vote = -1;\n    this.#votes = undefined;',
        ),
      ],
      inbox: [
        raft(
          '    this.#follow();\n    this.#bePatient();\n    return true;',
          '    this.#follow();\n    this.#vote = -1;\n    this.#isDirty = true;\n    this.#bePatient();\n    return true;',
        ),
      ],
      'one-way': [
        raft(
          'private obey(): void {\n',
          'private obey(): void {\n    this.votedFor = null;\n    this.isDirty = true;\n',
        ),
      ],
    },
  },
  {
    name: 'clears-vote-on-equal-term',
    wrong: true,
    sentence: 'Takes a RequestVote of its own term for one of a new term, and forgets its vote.',
    killedBy: ['one-vote', 'two-candidates'],
    edits: {
      reference: [
        raft(
          '    this.observeTerm(args.term);\n\n    const voteGranted',
          '    this.observeTerm(args.term);\n    if (args.term === this.currentTerm) this.votedFor = null;\n\n    const voteGranted',
        ),
      ],
      ticker: [
        raft(
          'if (args.term > this.currentTerm) this.becomeFollower(args.term);\n\n    let voteGranted',
          'if (args.term >= this.currentTerm) this.becomeFollower(args.term);\n\n    let voteGranted',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (args.term > this.#term) this.#enterTerm(args.term);\n    const lastTerm',
          'if (args.term >= this.#term) this.#enterTerm(args.term);\n    const lastTerm',
        ),
      ],
      inbox: [
        raft(
          '    this.#learn(term);\n    const isFree',
          '    this.#learn(term);\n    if (term === this.#term) this.#vote = -1;\n    const isFree',
        ),
      ],
      'one-way': [raft('    const isFree =', '    this.votedFor = null;\n    const isFree =')],
    },
  },
  {
    name: 'keeps-vote-in-new-term',
    wrong: true,
    sentence:
      'Does not forget its vote when it learns of a new term, so that hardly anybody gets votes.',
    killedBy: ['re-election', 'many-elections', 'swarm-elections'],
    edits: {
      reference: [raft('this.votedFor = null;\n    this.role', 'this.role')],
      ticker: [raft('this.votedFor = null;\n    this.isDirty', 'this.isDirty')],
      pipelined: [raft('    this.#stored.votedFor = null;\n', '')],
      inbox: [
        raft(
          '    this.#vote = -1;\n    this.#isDirty = true;\n    this.#follow();',
          '    this.#isDirty = true;\n    this.#follow();',
        ),
      ],
      'one-way': [
        raft(
          '    this.votedFor = null;\n    this.isDirty = true;\n  }',
          '    this.isDirty = true;\n  }',
        ),
      ],
    },
  },
  {
    name: 'leads-on-in-new-term',
    wrong: true,
    sentence: 'Adopts a higher term but keeps its role in it: an old leader leads on.',
    killedBy: ['re-election', 'swarm-elections'],
    edits: {
      reference: [raft("this.role = 'follower';\n    this.persist();", 'this.persist();')],
      ticker: [
        raft("this.state = 'follower';\n    this.currentTerm = term;", 'this.currentTerm = term;'),
      ],
      pipelined: [
        raft("    this.#save();\n    this.#become({ name: 'follower' });", '    this.#save();'),
      ],
      inbox: [
        raft('    this.#isDirty = true;\n    this.#follow();\n', '    this.#isDirty = true;\n'),
      ],
      'one-way': [raft('    this.stepDown();\n    this.term = term;', '    this.term = term;')],
    },
  },
  {
    name: 'no-restriction',
    wrong: true,
    sentence: 'Votes for candidates whose log is behind its own.',
    killedBy: ['long-logs'],
    edits: {
      reference: [
        raft(' &&\n      this.log.isNoNewerThan(args.lastLogIndex, args.lastLogTerm);', ';'),
      ],
      ticker: [
        raft(
          'if (term > lastTerm || (term === lastTerm && args.lastLogIndex >= this.lastLogIndex())) {',
          'if (term !== lastTerm || term === lastTerm) {',
        ),
      ],
      'heartbeat-only': [raft('isFree && isUpToDate;', 'isFree;')],
      pipelined: [raft('isBehind || isTaken', 'isTaken')],
      prevote: [
        raft(
          'const granted = candidacy.term === term && isFree && this.#disk.isCoveredBy(candidacy);',
          'const granted = candidacy.term === term && isFree;',
        ),
        raft(
          'candidacy.term > this.#disk.term && !this.#hasLeader() && this.#disk.isCoveredBy(candidacy);',
          'candidacy.term > this.#disk.term && !this.#hasLeader();',
        ),
      ],
      core: [edit('core.ts', 'const granted = isNewer && (', 'const granted = (')],
      inbox: [raft('isFree && isAsNew(end, this.#log.end);', 'isFree && isAsNew(end, end);')],
      'one-way': [
        raft(
          'isFree && this.journal.isCoveredBy(last, lastTerm);',
          'isFree && last >= 0 && lastTerm >= 0;',
        ),
      ],
    },
  },
  {
    name: 'restriction-by-length',
    wrong: true,
    sentence: 'Compares the logs of voter and candidate by length alone.',
    killedBy: ['long-logs'],
    edits: {
      reference: [
        log('    if (lastLogTerm !== this.lastTerm) return lastLogTerm > this.lastTerm;\n', ''),
      ],
      ticker: [
        raft(
          'if (term > lastTerm || (term === lastTerm && args.lastLogIndex >= this.lastLogIndex())) {',
          'if (args.lastLogIndex >= this.lastLogIndex()) {',
        ),
      ],
      'heartbeat-only': [
        raft(
          'args.lastTerm > lastTerm || (args.lastTerm === lastTerm && args.lastIndex >= this.#lastIndex);',
          'args.lastIndex >= this.#lastIndex;',
        ),
      ],
      prevote: [
        edit(
          'disk.ts',
          'return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && lastIndex >= this.lastIndex);',
          'return lastTerm >= 0 && lastIndex >= this.lastIndex;',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'lastTerm > log.lastTerm || (lastTerm === log.lastTerm && lastIndex >= log.last);',
          'lastTerm >= 0 && lastIndex >= log.last;',
        ),
      ],
      inbox: [log('return a[1] === b[1] ? a[0] >= b[0] : a[1] > b[1];', 'return a[0] >= b[0];')],
      'one-way': [
        edit(
          'journal.ts',
          'return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && last >= this.last);',
          'return lastTerm >= 0 && last >= this.last;',
        ),
      ],
    },
  },
  {
    name: 'restriction-by-term',
    wrong: true,
    sentence: 'Compares the logs of voter and candidate by their last terms alone.',
    killedBy: ['swarm-log', 'snapshot-suffix', 'thin-quorum'],
    edits: {
      reference: [log('return lastLogIndex >= this.lastIndex;', 'return true;')],
      ticker: [
        raft(
          '(term === lastTerm && args.lastLogIndex >= this.lastLogIndex())) {',
          'term === lastTerm) {',
        ),
      ],
      'heartbeat-only': [
        raft(
          '(args.lastTerm === lastTerm && args.lastIndex >= this.#lastIndex);',
          'args.lastTerm === lastTerm;',
        ),
      ],
      inbox: [log('return a[1] === b[1] ? a[0] >= b[0] : a[1] > b[1];', 'return a[1] >= b[1];')],
      'one-way': [
        edit(
          'journal.ts',
          'return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && last >= this.last);',
          'return last >= 0 && lastTerm >= this.lastTerm;',
        ),
      ],
    },
  },
  {
    name: 'restriction-by-either',
    wrong: true,
    sentence:
      'Takes a candidate whose log is longer or of a later term, where the term must decide.',
    killedBy: ['long-logs'],
    edits: {
      reference: [
        log(
          'if (lastLogTerm !== this.lastTerm) return lastLogTerm > this.lastTerm;',
          'if (lastLogTerm > this.lastTerm) return true;',
        ),
      ],
      ticker: [
        raft(
          '(term === lastTerm && args.lastLogIndex >= this.lastLogIndex())) {',
          'args.lastLogIndex >= this.lastLogIndex()) {',
        ),
      ],
      'heartbeat-only': [
        raft(
          '(args.lastTerm === lastTerm && args.lastIndex >= this.#lastIndex);',
          'args.lastIndex >= this.#lastIndex;',
        ),
      ],
      inbox: [
        log(
          'return a[1] === b[1] ? a[0] >= b[0] : a[1] > b[1];',
          'return a[0] >= b[0] || a[1] > b[1];',
        ),
      ],
      'one-way': [
        edit(
          'journal.ts',
          'return lastTerm > this.lastTerm || (lastTerm === this.lastTerm && last >= this.last);',
          'return lastTerm > this.lastTerm || last >= this.last;',
        ),
      ],
    },
  },
  {
    name: 'restriction-too-strict',
    wrong: true,
    sentence: 'Votes only for a candidate whose log is longer than its own or of a later term.',
    killedBy: ['initial-election'],
    edits: {
      reference: [
        log('return lastLogIndex >= this.lastIndex;', 'return lastLogIndex > this.lastIndex;'),
      ],
      ticker: [
        raft('args.lastLogIndex >= this.lastLogIndex()', 'args.lastLogIndex > this.lastLogIndex()'),
      ],
      'heartbeat-only': [
        raft('args.lastIndex >= this.#lastIndex);', 'args.lastIndex > this.#lastIndex);'),
      ],
      inbox: [
        log(
          'return a[1] === b[1] ? a[0] >= b[0] : a[1] > b[1];',
          'return a[1] === b[1] ? a[0] > b[0] : a[1] > b[1];',
        ),
      ],
      'one-way': [edit('journal.ts', 'last >= this.last);', 'last > this.last);')],
    },
  },
  {
    name: 'no-random-timeout',
    wrong: true,
    sentence: 'Waits equally long for every election, so that candidates split the votes for ever.',
    killedBy: ['initial-election', 'many-elections'],
    edits: {
      reference: [
        raft(
          'ELECTION_TIMEOUT_MIN_MS + Math.random() * range',
          'ELECTION_TIMEOUT_MIN_MS + 0 * range',
        ),
      ],
      'heartbeat-only': [raft('400 + Math.random() * 400', '400')],
      pipelined: [raft('400 + 400 * Math.random()', '400')],
      'one-way': [raft('PATIENCE_MS * (1 + Math.random())', 'PATIENCE_MS')],
    },
  },
  {
    name: 'timeout-too-short',
    wrong: true,
    sentence: 'Starts an election sooner than the leader sends heartbeats.',
    killedBy: ['initial-election'],
    edits: {
      reference: [
        raft(
          'const ELECTION_TIMEOUT_MIN_MS = 400;\nconst ELECTION_TIMEOUT_MAX_MS = 800;',
          'const ELECTION_TIMEOUT_MIN_MS = 50;\nconst ELECTION_TIMEOUT_MAX_MS = 100;',
        ),
      ],
      ticker: [raft('{ least: 400, most: 800 }', '{ least: 50, most: 100 }')],
      'heartbeat-only': [raft('400 + Math.random() * 400', '50 + Math.random() * 50')],
      inbox: [raft('const PATIENCE_MS = 450;', 'const PATIENCE_MS = 45;')],
      'one-way': [raft('const PATIENCE_MS = 500;', 'const PATIENCE_MS = 50;')],
    },
  },
  {
    name: 'candidate-gives-up',
    wrong: true,
    sentence: 'A candidate that does not win never stands again.',
    killedBy: ['split-vote'],
    edits: {
      reference: [
        raft(
          '    this.persist();\n    this.resetElectionTimer();\n\n    const args',
          '    this.persist();\n\n    const args',
        ),
      ],
      ticker: [
        raft("if (this.state !== 'leader' && silence", "if (this.state === 'follower' && silence"),
      ],
      inbox: [
        raft(
          '    this.#vote = this.#node.me;\n    this.#bePatient();',
          '    this.#vote = this.#node.me;\n    this.#dueAt = performance.now() + 1e8;',
        ),
      ],
      'one-way': [
        raft(
          'else if (Date.now() >= this.patienceEndsAt)',
          "else if (this.role.name === 'follower' && Date.now() >= this.patienceEndsAt)",
        ),
      ],
    },
  },
  {
    name: 'ignores-higher-term-in-replies',
    wrong: true,
    sentence: 'A leader that reads a higher term in an answer does not step down.',
    killedBy: ['deaf-follower'],
    edits: {
      reference: [
        raft(
          'await follower.peer.appendEntries(args);\n    if (reply === undefined) return false;\n    this.observeTerm(reply.term);',
          'await follower.peer.appendEntries(args);\n    if (reply === undefined) return false;',
        ),
      ],
      ticker: [
        raft(
          'appendEntries(args);\n      if (!reply) return;\n      if (reply.term > this.currentTerm) this.becomeFollower(reply.term);',
          'appendEntries(args);\n      if (!reply) return;',
        ),
      ],
      'heartbeat-only': [
        raft(
          'commit: this.#commit,\n    });\n    if (reply === undefined) return;\n    if (reply.term > this.#term) this.#enterTerm(reply.term);',
          'commit: this.#commit,\n    });\n    if (reply === undefined) return;',
        ),
      ],
      pipelined: [raft('    if (answer) this.#noteTerm(answer.term);\n', '')],
      core: [
        edit(
          'core.ts',
          'if (message.term > this.term) this.#follow(message.term);',
          "if (message.term > this.term && message.type !== 'outdated') this.#follow(message.term);",
        ),
      ],
      inbox: [
        raft(
          '          this.#learn(answer.term);\n',
          '          if (answer.term > term) return;\n',
        ),
      ],
      'one-way': [
        raft(
          'if (term > this.term) this.enterTerm(term);',
          "if (term > this.term && !('over' in letter)) this.enterTerm(term);",
        ),
      ],
    },
  },
  {
    name: 'votes-in-past-term',
    wrong: true,
    sentence: 'Votes for a candidate of a term that is over, and answers with that term.',
    killedBy: ['one-vote'],
    edits: {
      reference: [
        raft(
          '    const voteGranted =\n      args.term === this.currentTerm &&\n      (',
          '    const voteGranted =\n      (args.term < this.currentTerm || ',
        ),
        raft(
          '    return { term: this.currentTerm, voteGranted };',
          '    return { term: args.term, voteGranted };',
        ),
        raft(
          '    if (voteGranted) {\n      this.votedFor',
          '    if (voteGranted && args.term === this.currentTerm) {\n      this.votedFor',
        ),
      ],
      inbox: [
        raft(
          'const isVote = term === this.#term && isFree && isAsNew',
          'const isVote = (term < this.#term || isFree) && isAsNew',
        ),
        raft('if (isVote) {', 'if (isVote && term === this.#term) {'),
        raft('return { term: this.#term, isVote };', 'return { term, isVote };'),
      ],
      'one-way': [
        raft(
          '      if (wantsAnswer(letter)) this.send',
          "      if ('candidacy' in letter) {\n        this.outgoing.push([by, { by: this.node.me, term, vote: true }]);\n      } else if (wantsAnswer(letter)) this.send",
        ),
      ],
    },
  },
  {
    name: 'wins-a-moment-later',
    wrong: true,
    sentence:
      'Finds out a moment later that it has a majority, and does not look at its term again.',
    killedBy: ['old-votes'],
    edits: {
      reference: [
        raft(
          'if (votes === this.majority) void this.lead();',
          'if (votes === this.majority) setTimeout(() => void this.lead(), 10);',
        ),
      ],
      ticker: [
        raft(
          'if (votes * 2 > this.node.peers.length) this.becomeLeader();',
          "if (votes * 2 > this.node.peers.length) {\n          await sleep(10);\n          if (this.state !== 'leader') this.becomeLeader();\n        }",
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (votes.size > this.#node.peers.length / 2) this.#lead();',
          'if (votes.size > this.#node.peers.length / 2) setTimeout(() => this.#lead(), 10);',
        ),
        raft('  #lead(): void {\n', '  #lead(): void {\n    if (this.#isLeader) return;\n'),
      ],
      inbox: [
        raft(
          'if (voters.size * 2 > this.#node.peers.length) this.#lead();',
          'if (voters.size * 2 > this.#node.peers.length) {\n            setTimeout(() => {\n              void this.#inbox.put(() => this.#followers ?? this.#lead());\n            }, 10);\n          }',
        ),
      ],
      'one-way': [
        raft(
          'if (this.role.votes.size * 2 > this.node.peers.length) this.lead();',
          "if (this.role.votes.size * 2 > this.node.peers.length) {\n      setTimeout(() => {\n        if (this.role.name !== 'leader') this.lead();\n      }, 10);\n    }",
        ),
      ],
    },
  },
  {
    name: 'stale-leader-resets-timer',
    wrong: true,
    sentence: 'A leader whose term is over keeps followers from standing.',
    killedBy: ['stale-leader'],
    edits: {
      reference: [
        raft(
          '    if (term < this.currentTerm) return false;\n',
          "    if (term < this.currentTerm) {\n      if (this.role !== 'leader') this.resetElectionTimer();\n      return false;\n    }\n",
        ),
      ],
      ticker: [
        raft(
          '    if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };\n',
          '    if (args.term < this.currentTerm) {\n      this.heardSomething();\n      return { term: this.currentTerm, success: false };\n    }\n',
        ),
      ],
      pipelined: [
        raft(
          '    if (term < this.#stored.term) return false;\n',
          '    if (term < this.#stored.term) {\n      this.#postponeElection();\n      return false;\n    }\n',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '      const { type, from } = message;\n',
          "      const { type, from } = message;\n      if (type === 'append' && this.role !== 'leader') this.#resetTicks();\n",
        ),
      ],
      inbox: [
        raft(
          '    if (term < this.#term) return false;\n',
          '    if (term < this.#term) {\n      if (this.#followers === undefined) this.#bePatient();\n      return false;\n    }\n',
        ),
      ],
    },
  },
  {
    name: 'timer-by-heartbeats-only',
    wrong: true,
    sentence: 'Sets its election timer again for empty AppendEntries only.',
    killedBy: ['busy-leader'],
    edits: {
      reference: [
        raft(
          'acceptLeader(args.term)) return { term: this.currentTerm, success: false };',
          'acceptLeader(args.term, args.entries.length === 0)) return { term: this.currentTerm, success: false };',
        ),
        raft(
          '  private acceptLeader(term: number): boolean {',
          '  private acceptLeader(term: number, isHeartbeat = true): boolean {',
        ),
        raft(
          '    this.resetElectionTimer();\n    return true;',
          '    if (isHeartbeat) this.resetElectionTimer();\n    return true;',
        ),
      ],
      ticker: [
        raft(
          '    this.heardSomething();\n\n    const { prevLogIndex } = args;',
          '    if (args.entries.length === 0) this.heardSomething();\n\n    const { prevLogIndex } = args;',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (!this.#follow(args.term)) return',
          'if (!this.#follow(args.term, args.entries.length === 0)) return',
        ),
        raft(
          '  #follow(term: number): boolean {',
          '  #follow(term: number, isBeat = true): boolean {',
        ),
        raft(
          '    this.#votes = undefined;\n    this.#awaitLeader();\n    return true;',
          '    this.#votes = undefined;\n    if (isBeat) this.#awaitLeader();\n    return true;',
        ),
      ],
      prevote: [
        raft(
          'if (!this.#follow(term)) return { term: disk.term };',
          'if (!this.#follow(term, entries.length === 0)) return { term: disk.term };',
        ),
        raft(
          '  #follow(term: number): boolean {',
          '  #follow(term: number, isBeat = true): boolean {',
        ),
        raft(
          '    this.#leaderHeardAt = performance.now();\n    this.#waitForLeader();',
          '    if (!isBeat) return true;\n    this.#leaderHeardAt = performance.now();\n    this.#waitForLeader();',
        ),
      ],
      inbox: [
        raft(
          '    if (!this.#obey(term)) return { term: this.#term };\n',
          '    const dueAt = this.#dueAt;\n    if (!this.#obey(term)) return { term: this.#term };\n    if (entries.length > 0) this.#dueAt = dueAt;\n',
        ),
      ],
    },
  },
  {
    name: 'deposed-leader-does-not-stand',
    wrong: true,
    sentence:
      'A leader that has stepped down sets no election timer before it hears a leader or votes.',
    killedBy: ['deposed-leader', 'bare-majority'],
    edits: {
      reference: [raft('    if (wasLeader) this.resetElectionTimer();\n', '')],
      'heartbeat-only': [
        raft(
          '      this.#beat = undefined;\n      this.#awaitLeader();\n',
          '      this.#beat = undefined;\n',
        ),
      ],
      inbox: [
        raft(
          'if (this.#followers !== undefined) this.#bePatient();',
          'if (this.#followers !== undefined) this.#dueAt = performance.now() + 1e8;',
        ),
      ],
      'one-way': [
        raft(
          "if (this.role.name === 'leader') this.bePatient();",
          "if (this.role.name === 'leader') this.patienceEndsAt = Infinity;",
        ),
      ],
    },
  },
];
