import { edit, log, raft, type Mutant } from './mutant.ts';

/** A log that counts its entries, and leaves those behind the last one where they are. */
const KEEPS_CUT_ENTRIES = {
  pipelined: edit(
    'entries.ts',
    'for (; this.last >= index; this.last -= 1) this.#table.delete(this.last);',
    'this.last = Math.min(this.last, index - 1);',
  ),
  core: log(
    'for (const first = prevIndex + 1 + known; this.last >= first; this.last -= 1) {\n      this.#entries.delete(this.last);\n    }',
    'this.last = prevIndex + known;',
  ),
  reference: [
    log(
      '    this.entries = [...saved.entries];',
      '    this.entries = [...saved.entries];\n    this.count = this.entries.length;',
    ),
    log(
      '  private entries: LogEntry[];',
      '  private entries: LogEntry[];\n  private count: number;',
    ),
    log(
      'return this.snapshotIndex + this.entries.length;',
      'return this.snapshotIndex + this.count;',
    ),
    log(
      'return this.entries.at(-1)?.term ?? this.snapshotTerm;',
      'return this.termAt(this.lastIndex) ?? 0;',
    ),
    log(
      '    this.entries.push(entry);',
      '    this.entries[this.count] = entry;\n    this.count += 1;',
    ),
    log(
      'return this.entries.slice(index - this.snapshotIndex - 1);',
      'return this.entries.slice(index - this.snapshotIndex - 1, this.count);',
    ),
    log(
      '      const kept = this.entries.slice(0, index - this.snapshotIndex - 1);\n      this.entries = [...kept, ...entries.slice(offset)];\n',
      '      this.count = index - this.snapshotIndex - 1;\n      for (const each of entries.slice(offset)) this.append(each);\n',
    ),
    log(
      '    this.snapshotTerm = snapshotTerm;\n  }',
      '    this.snapshotTerm = snapshotTerm;\n    this.count = this.entries.length;\n  }',
    ),
    log(
      '    const { snapshotIndex, snapshotTerm, entries } = this;',
      '    const { snapshotIndex, snapshotTerm } = this;\n    const entries = this.entries.slice(0, this.count);',
    ),
  ],
};

export const LOG: readonly Mutant[] = [
  {
    name: 'figure-8',
    wrong: true,
    sentence: 'Commits entries of older terms as soon as a majority has them.',
    killedBy: ['figure-8-aimed'],
    edits: {
      reference: [
        raft(
          'if (this.log.termAt(majorityIndex) === this.currentTerm) this.commitThrough(majorityIndex);',
          'this.commitThrough(majorityIndex);',
        ),
      ],
      ticker: [
        raft(' && this.termAt(n) === this.currentTerm) this.commit(n);', ') this.commit(n);'),
      ],
      'heartbeat-only': [
        raft('n > this.#commit && this.#termAt(n) === this.#term;', 'n > this.#commit;'),
      ],
      pipelined: [
        raft(
          'if (this.#entries.term(index) === this.#stored.term) this.#commit(index);',
          'this.#commit(index);',
        ),
      ],
      prevote: [
        raft(
          'if (this.#disk.termOf(index) === this.#disk.term) this.#commit(index);',
          'this.#commit(index);',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'if (this.#log.term(index) === this.term) this.#commitTo(index);',
          'this.#commitTo(index);',
        ),
      ],
      inbox: [
        raft(
          'if (this.#log.termAt(index) === this.#term) this.#commitTo(index);',
          'this.#commitTo(index);',
        ),
      ],
      'one-way': [
        raft(
          'if (this.journal.termOf(line) === this.term) this.commitTo(line);',
          'this.commitTo(line);',
        ),
      ],
    },
  },
  {
    name: 'acts-on-old-replies',
    wrong: true,
    sentence:
      'Takes an answer to AppendEntries of an earlier term of its own for one of this term.',
    killedBy: ['old-replies', 'figure-8-aimed'],
    edits: {
      ticker: [
        raft(
          'if (!this.isLeaderIn(term)) return;\n      if (reply.success)',
          "if (this.state !== 'leader') return;\n      if (reply.success)",
        ),
      ],
      'heartbeat-only': [raft('if (this.#term !== term) return;', 'if (!this.#isLeader) return;')],
      core: [
        edit(
          'core.ts',
          'if (message.term < this.term) {',
          "if (message.term < this.term && message.type !== 'appended') {",
        ),
      ],
      prevote: [edit('replicator.ts', '    return !this.#leadership.isOver;', '    return true;')],
      'one-way': [
        raft('if (term < this.term) {', "if (term < this.term && !('agreed' in letter)) {"),
      ],
    },
  },
  {
    name: 'accepts-stale-append',
    wrong: true,
    sentence: 'Obeys a leader whose term is over.',
    killedBy: ['late-append'],
    edits: {
      reference: [raft('    if (term < this.currentTerm) return false;\n', '')],
      ticker: [
        raft(
          '    if (args.term < this.currentTerm) return { term: this.currentTerm, success: false };\n',
          '',
        ),
      ],
      'heartbeat-only': [raft('    if (term < this.#term) return false;\n', '')],
      pipelined: [raft('    if (term < this.#stored.term) return false;\n', '')],
      core: [
        edit(
          'core.ts',
          'if (message.term < this.term) {',
          "if (message.term < this.term && message.type !== 'append') {",
        ),
        edit(
          'core.ts',
          'this.#follow(message.term);\n    this.#resetTicks();\n    const log = this.#log;',
          'this.#follow(this.term);\n    this.#resetTicks();\n    const log = this.#log;',
        ),
      ],
      inbox: [
        raft(
          '    if (term < this.#term) return false;\n    this.#follow();',
          '    this.#follow();',
        ),
      ],
      'one-way': [
        raft('if (term < this.term) {', "if (term < this.term && !('news' in letter)) {"),
      ],
    },
  },
  {
    name: 'no-prev-term-check',
    wrong: true,
    sentence: 'Appends after an entry without a look at its term.',
    killedBy: ['figure-8-aimed', 'backup'],
    edits: {
      reference: [
        log(
          'if (term === prevLogTerm) return undefined;',
          'if (term !== undefined) return undefined;',
        ),
      ],
      ticker: [
        raft(
          'if (prevLogIndex > this.baseIndex() && this.termAt(prevLogIndex) !== args.prevLogTerm) {',
          'if (prevLogIndex < 0) {',
        ),
      ],
      'heartbeat-only': [
        raft(
          '\n      args.prevIndex <= this.#lastIndex && this.#termAt(args.prevIndex) === args.prevTerm;',
          ' args.prevIndex <= this.#lastIndex;',
        ),
      ],
      inbox: [raft('if (!this.#log.has(after)) return', 'if (after[0] > this.#log.end[0]) return')],
      'one-way': [
        raft(
          'if (after >= journal.upTo && journal.termOf(after) !== afterTerm) {',
          'if (after > journal.last || afterTerm < 0) {',
        ),
      ],
    },
  },
  {
    name: 'heartbeat-skips-checks',
    wrong: true,
    sentence: 'Answers success to a heartbeat, whatever its own log holds.',
    killedBy: ['long-logs', 'backup', 'rejoin'],
    edits: {
      reference: [
        raft(
          'if (conflict !== undefined) return',
          'if (conflict !== undefined && args.entries.length > 0) return',
        ),
      ],
      ticker: [
        raft(
          'if (prevLogIndex >= xLen) return',
          'if (prevLogIndex >= xLen && args.entries.length > 0) return',
        ),
        raft(
          'if (prevLogIndex > this.baseIndex() && this.termAt(prevLogIndex) !== args.prevLogTerm) {',
          'if (\n      args.entries.length > 0 &&\n      prevLogIndex > this.baseIndex() &&\n      this.termAt(prevLogIndex) !== args.prevLogTerm\n    ) {',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (!isKnown && !isJoint) return',
          'if (!isKnown && !isJoint && args.entries.length > 0) return',
        ),
      ],
      inbox: [
        raft(
          'if (!this.#log.has(after)) return',
          'if (entries.length > 0 && !this.#log.has(after)) return',
        ),
      ],
      'one-way': [
        raft(
          'if (after >= journal.upTo && journal',
          'if (lines.length > 0 && after >= journal.upTo && journal',
        ),
      ],
    },
  },
  {
    name: 'never-truncates',
    wrong: true,
    sentence: 'Keeps its own entries where those of the leader differ.',
    killedBy: ['figure-8-aimed', 'rejoin', 'backup'],
    edits: {
      reference: [
        log(
          '      if (isKnown) continue;\n',
          '      if (isKnown || index <= this.lastIndex) continue;\n',
        ),
      ],
      ticker: [
        raft(
          'args.entries.findIndex(isNew);',
          'args.entries.findIndex((each) => isNew(each) && each.index > this.lastLogIndex());',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (index <= this.#lastIndex && this.#termAt(index) === args.entries[i]?.[0]) continue;',
          'if (index <= this.#lastIndex) continue;',
        ),
      ],
      inbox: [
        log(
          '    this.#entries.splice(after + known - this.#start[0]);\n    this.#entries.push(...entries.slice(known));',
          '    this.#entries.push(...entries.slice(Math.max(0, this.end[0] - after)));',
        ),
      ],
      'one-way': [
        edit(
          'journal.ts',
          '[...this.#lines.slice(0, line - this.upTo - 1), ...lines.slice(offset)];',
          '[...this.#lines, ...lines.slice(this.last - after)];',
        ),
      ],
    },
  },
  {
    name: 'always-truncates',
    wrong: true,
    sentence: 'Cuts its log after the last entry of every AppendEntries, even of a late one.',
    killedBy: ['late-append'],
    edits: {
      reference: [log(' || this.termAt(index) === entry.term;', ';')],
      ticker: [
        raft(
          'index > this.baseIndex() && this.at(index)?.term !== term;',
          'index > this.baseIndex() && term > 0;',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      if (index <= this.#lastIndex && this.#termAt(index) === args.entries[i]?.[0]) continue;\n',
          '',
        ),
      ],
      prevote: [
        raft(
          'return index > disk.start.index && disk.termOf(index) !== entry.term;',
          'return index > disk.start.index && entry.term > 0;',
        ),
      ],
      pipelined: [
        raft(
          'return index > entries.floor && entries.term(index) !== entry.t;',
          'return index > entries.floor && entry.t > 0;',
        ),
      ],
      core: [
        log(
          'this.term(prevIndex + 1 + i) !== entry.term);',
          'prevIndex + i >= 0 && entry.term > 0);',
        ),
      ],
      inbox: [
        log(
          '    if (known < 0) return false;\n',
          '    if (known < 0) {\n      this.#entries.splice(Math.max(0, after + entries.length - this.#start[0]));\n      return true;\n    }\n',
        ),
      ],
      'one-way': [
        edit(
          'journal.ts',
          '    return false;\n',
          '    this.#lines = this.#lines.slice(0, Math.max(0, after + lines.length - this.upTo));\n    return true;\n',
        ),
      ],
    },
  },
  {
    name: 'finds-cut-entries',
    wrong: true,
    sentence: 'Looks for the entry before new ones among those that it has cut, too.',
    killedBy: ['cut-entries'],
    edits: {
      pipelined: [KEEPS_CUT_ENTRIES.pipelined],
      core: [KEEPS_CUT_ENTRIES.core],
      reference: KEEPS_CUT_ENTRIES.reference,
    },
  },
  {
    name: 'saves-cut-entries',
    wrong: true,
    sentence:
      'Saves the entries that it has cut with the others, and has them again after a crash.',
    killedBy: ['cut-entries'],
    edits: {
      pipelined: [
        KEEPS_CUT_ENTRIES.pipelined,
        edit(
          'entries.ts',
          'return this.#table.get(index);',
          'return index > this.last ? undefined : this.#table.get(index);',
        ),
        edit('entries.ts', '(this.#table.get(index)?.t ?? -1)', '(this.get(index)?.t ?? -1)'),
        edit(
          'entries.ts',
          'const items = this.range(this.floor + 1, Infinity);',
          'const items = [...this.#table.values()];',
        ),
      ],
      core: [
        KEEPS_CUT_ENTRIES.core,
        log(
          'return this.#entries.get(index);',
          'return index > this.last ? undefined : this.#entries.get(index);',
        ),
        log('(this.#entries.get(index)?.term ?? -1)', '(this.entry(index)?.term ?? -1)'),
        log(
          'const entries = this.slice(this.base + 1, Infinity);',
          'const entries = [...this.#entries.values()];',
        ),
      ],
    },
  },
  {
    name: 'replaces-without-truncating',
    wrong: true,
    sentence: 'Overwrites entries that conflict, but keeps those that follow them.',
    killedBy: ['backup', 'long-logs'],
    edits: {
      reference: [
        log(
          'this.entries = [...kept, ...entries.slice(offset)];',
          'const after = this.entries.slice(kept.length + entries.length - offset);\n      this.entries = [...kept, ...entries.slice(offset), ...after];',
        ),
      ],
      ticker: [
        raft(
          'this.log = [...this.log.slice(0, keep), ...entries];',
          'this.log = [...this.log.slice(0, keep), ...entries, ...this.log.slice(keep + entries.length)];',
        ),
      ],
      'heartbeat-only': [
        raft(
          'this.#log.splice(index - this.#base - 1);\n      this.#log.push(...args.entries.slice(i));',
          'this.#log.splice(index - this.#base - 1, args.entries.length - i, ...args.entries.slice(i));',
        ),
      ],
      inbox: [
        log(
          '    this.#entries.splice(after + known - this.#start[0]);\n    this.#entries.push(...entries.slice(known));',
          '    const fresh = entries.slice(known);\n    this.#entries.splice(after + known - this.#start[0], fresh.length, ...fresh);',
        ),
      ],
      'one-way': [
        edit(
          'journal.ts',
          '...lines.slice(offset)];',
          '...lines.slice(offset), ...this.#lines.slice(after + lines.length - this.upTo)];',
        ),
      ],
    },
  },
  {
    name: 'commits-to-own-end-in-batches',
    wrong: true,
    sentence:
      'Commits up to the end of its own log where a message holds only a part of what is missing.',
    killedBy: ['leftovers'],
    edits: {
      pipelined: [
        raft(
          'this.#commit(Math.min(committed, prev + batch.length));',
          'this.#commit(Math.min(committed, entries.last));',
        ),
      ],
    },
  },
  {
    name: 'commits-one-too-many',
    wrong: true,
    sentence: 'A follower commits the entry after the last committed one.',
    killedBy: ['old-replies', 'swarm-log'],
    edits: {
      reference: [
        raft(
          'Math.min(args.leaderCommit, lastNewIndex)',
          'Math.min(args.leaderCommit + 1, lastNewIndex)',
        ),
      ],
      ticker: [
        raft(
          'Math.min(args.leaderCommit, prevLogIndex',
          'Math.min(args.leaderCommit + 1, prevLogIndex',
        ),
      ],
      'heartbeat-only': [
        raft('Math.min(args.commit, args.prevIndex', 'Math.min(args.commit + 1, args.prevIndex'),
      ],
      prevote: [raft('Math.min(commitIndex, matchIndex)', 'Math.min(commitIndex + 1, matchIndex)')],
      inbox: [
        raft(
          'this.#commitTo(Math.min(committed, after',
          'this.#commitTo(Math.min(committed + 1, after',
        ),
      ],
      'one-way': [
        raft(
          'this.commitTo(Math.min(committed, agreed));',
          'this.commitTo(Math.min(committed + 1, agreed));',
        ),
      ],
    },
  },
  {
    name: 'commits-with-half',
    wrong: true,
    sentence: 'Commits what n/2 servers have, rounded down.',
    killedBy: ['fail-no-agree', 'old-replies', 'thin-quorum'],
    edits: {
      reference: [raft('descending[this.majority - 1]', 'descending[this.majority - 2]')],
      ticker: [
        raft(
          'if (count * 2 > this.node.peers.length &&',
          'if (count * 2 >= this.node.peers.length - 1 &&',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (others + 1 > this.#node.peers.length / 2)',
          'if (others + 1 >= Math.floor(this.#node.peers.length / 2))',
        ),
      ],
      pipelined: [
        raft(
          'sorted[Math.floor((sorted.length - 1) / 2)]',
          'sorted[Math.floor((sorted.length - 1) / 2) + 1]',
        ),
      ],
      prevote: [
        raft('ranked[Math.floor(ranked.length / 2)]', 'ranked[Math.floor(ranked.length / 2) - 1]'),
      ],
      core: [
        edit(
          'core.ts',
          'ranked[Math.floor(this.#servers / 2)]',
          'ranked[Math.floor(this.#servers / 2) - 1]',
        ),
      ],
      inbox: [
        raft('ranked[Math.floor(ranked.length / 2)]', 'ranked[Math.floor(ranked.length / 2) - 1]'),
      ],
      'one-way': [
        raft('ranked[Math.floor(ranked.length / 2)]', 'ranked[Math.floor(ranked.length / 2) - 1]'),
      ],
    },
  },
  {
    name: 'match-is-last-index',
    wrong: true,
    sentence: 'Takes success to mean that the follower has all that the leader has by then.',
    killedBy: ['late-acks', 'thin-quorum'],
    edits: {
      reference: [
        raft(
          'this.recordMatch(follower, prevLogIndex + args.entries.length);',
          'this.recordMatch(follower, this.log.lastIndex);',
        ),
      ],
      ticker: [
        raft(
          'this.markMatch(server, args.prevLogIndex + args.entries.length);',
          'this.markMatch(server, this.lastLogIndex());',
        ),
      ],
      'heartbeat-only': [
        raft(
          'this.#matched(server, next - 1 + entries.length);',
          'this.#matched(server, this.#lastIndex);',
        ),
      ],
      inbox: [
        raft(
          'return answered(lacking + part.entries.length);',
          'return answered(this.#log.end[0]);',
        ),
      ],
    },
  },
  {
    name: 'match-from-next-index',
    wrong: true,
    sentence: 'Computes matchIndex from nextIndex at the time of the answer, not of the question.',
    killedBy: ['late-acks'],
    edits: {
      reference: [
        raft(
          'this.recordMatch(follower, prevLogIndex + args.entries.length);',
          'this.recordMatch(follower, follower.nextIndex - 1 + args.entries.length);',
        ),
      ],
      ticker: [
        raft(
          'this.markMatch(server, args.prevLogIndex + args.entries.length);',
          'this.markMatch(server, (this.nextIndex[server] ?? 1) - 1 + args.entries.length);',
        ),
      ],
      'heartbeat-only': [
        raft(
          'this.#matched(server, next - 1 + entries.length);',
          'this.#matched(server, (this.#next.get(server) ?? 1) - 1 + entries.length);',
        ),
      ],
      pipelined: [
        raft(
          'follower.accepted(message, prev + batch.length);',
          'follower.accepted(message, follower.next - 1);',
        ),
      ],
      inbox: [
        raft(
          'return answered(lacking + part.entries.length);',
          'return answered(follower.next - 1 + part.entries.length);',
        ),
      ],
    },
  },
  {
    name: 'backs-up-one-by-one',
    wrong: true,
    sentence: 'Moves nextIndex back by one entry for each refusal.',
    killedBy: ['long-way-back'],
    edits: {
      reference: [
        raft(
          'const hint = this.log.nextIndexAfter(reply.conflict, prevLogIndex);',
          'const hint = prevLogIndex;',
        ),
      ],
      ticker: [raft('        this.backUp(reply, next),\n', '        next - 1,\n')],
      'heartbeat-only': [raft('Math.min(next, reply.next)', 'next - 1')],
      inbox: [
        raft(
          'Math.min(follower.next, index + 1)',
          'Math.min(follower.next, Math.max(lacking, index))',
        ),
      ],
      'one-way': [
        edit(
          'reader.ts',
          'Math.min(after + 1 - this.#stride, last + 1, this.#next)',
          'Math.min(Math.max(after, last + 1 - this.#stride), this.#next)',
        ),
      ],
    },
  },
  {
    name: 'heartbeat-flood',
    wrong: true,
    sentence: 'Sends a heartbeat every five milliseconds.',
    killedBy: ['count'],
    edits: {
      reference: [raft('const HEARTBEAT_MS = 100;', 'const HEARTBEAT_MS = 5;')],
      ticker: [
        raft('const HEARTBEAT_MS = 100;', 'const HEARTBEAT_MS = 5;'),
        raft('await sleep(20);', 'await sleep(5);'),
      ],
      'heartbeat-only': [raft('const BEAT_MS = 100;', 'const BEAT_MS = 5;')],
      inbox: [raft('const BEAT_MS = 100;', 'const BEAT_MS = 5;')],
      'one-way': [raft('const NEWS_MS = 110;', 'const NEWS_MS = 5;')],
    },
  },
  {
    name: 'followers-never-commit',
    wrong: true,
    sentence: 'A follower ignores how far the leader has committed.',
    killedBy: ['basic-agree'],
    edits: {
      reference: [raft('    this.commitThrough(Math.min(args.leaderCommit, lastNewIndex));\n', '')],
      ticker: [
        raft(
          '    this.commit(Math.min(args.leaderCommit, prevLogIndex + args.entries.length));\n',
          '',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#commitUpTo(Math.min(args.commit, args.prevIndex + args.entries.length));\n',
          '',
        ),
      ],
      inbox: [
        raft(
          '    this.#commitTo(Math.min(committed, after[0] + entries.length));\n',
          '    if (committed < 0) this.#commitTo(committed);\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.commitTo(Math.min(committed, agreed));\n',
          '    if (committed < 0) this.commitTo(committed);\n',
        ),
      ],
    },
  },
  {
    name: 'followers-take-commands',
    wrong: true,
    sentence: 'A follower appends a command that it is given, as if it led.',
    killedBy: ['basic-agree'],
    edits: {
      reference: [
        raft(
          "if (this.role !== 'leader') return { isLeader: false };",
          "if (this.role === 'candidate') return { isLeader: false };",
        ),
      ],
      ticker: [
        raft(
          "if (this.state !== 'leader') return { isLeader: false };",
          "if (this.state === 'candidate') return { isLeader: false };",
        ),
      ],
    },
  },
  {
    name: 'start-answers-wrong-index',
    wrong: true,
    sentence: 'start answers the index before the one that the command gets.',
    killedBy: ['basic-agree'],
    edits: {
      reference: [raft('index: this.log.lastIndex, term', 'index: this.log.lastIndex - 1, term')],
      ticker: [
        raft(
          'return { isLeader: true, index, term',
          'return { isLeader: true, index: index - 1, term',
        ),
      ],
      'heartbeat-only': [
        raft(
          'index: this.#lastIndex, term: this.#term };',
          'index: this.#lastIndex - 1, term: this.#term };',
        ),
      ],
      inbox: [
        raft(
          'return { isLeader: true, index, term };',
          'return { isLeader: true, index: index - 1, term };',
        ),
      ],
      'one-way': [raft('index: this.journal.last, term', 'index: this.journal.last - 1, term')],
    },
  },
  {
    name: 'applies-twice',
    wrong: true,
    sentence: 'Applies the last applied entry again whenever it applies a new one.',
    killedBy: ['basic-agree'],
    edits: {
      reference: [
        raft(
          'this.apply({ command: entry.command, commandIndex: this.lastApplied });',
          'this.apply({ command: entry.command, commandIndex: this.lastApplied });\n      this.apply({ command: entry.command, commandIndex: this.lastApplied });',
        ),
      ],
      ticker: [
        raft(
          'this.apply({ command, commandIndex: this.lastApplied });',
          'this.apply({ command, commandIndex: this.lastApplied });\n        this.apply({ command, commandIndex: this.lastApplied });',
        ),
      ],
      inbox: [
        raft(
          '    while (this.#applied < this.#committed) {',
          '    if (this.#applied < this.#committed && this.#applied > this.#log.start[0]) this.#applied -= 1;\n    while (this.#applied < this.#committed) {',
        ),
      ],
      'one-way': [
        raft(
          '    while (this.applied < this.committed) {',
          '    if (this.applied < this.committed && this.applied > this.journal.upTo) this.applied -= 1;\n    while (this.applied < this.committed) {',
        ),
      ],
    },
  },
  {
    name: 'heartbeat-awaits-answers',
    wrong: true,
    sentence: 'Sends no heartbeat to a follower that owes an answer.',
    killedBy: ['busy-leader'],
    edits: {
      reference: [
        raft(
          '      for (const follower of this.followers) void this.replicateTo(follower);\n',
          '      for (const follower of this.followers) {\n        if (!follower.isAwaitingReply) void this.replicateTo(follower);\n      }\n',
        ),
      ],
      prevote: [
        edit(
          'replicator.ts',
          'await Promise.race([this.#exchange(), beat]);',
          'await this.#exchange();',
        ),
      ],
      inbox: [
        raft(
          'for (const follower of followers) this.#send(follower);',
          'for (const follower of followers) if (!follower.isAsked) this.#send(follower);',
        ),
      ],
    },
  },
];
