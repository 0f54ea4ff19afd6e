import { edit, log, raft, type Mutant } from './mutant.ts';

export const PERSISTENCE: readonly Mutant[] = [
  {
    name: 'vote-not-saved',
    wrong: true,
    sentence: 'Does not remember over a crash whom it voted for.',
    killedBy: ['two-candidates'],
    edits: {
      reference: [raft('this.votedFor = saved?.votedFor ?? null;', 'this.votedFor = null;')],
      ticker: [raft('      this.votedFor = durable.votedFor;\n', '')],
      'heartbeat-only': [raft('      this.#vote = saved.vote;\n', '')],
      pipelined: [raft('this.#stored = stored;', 'this.#stored = { ...stored, votedFor: null };')],
      prevote: [
        edit(
          'disk.ts',
          'persister.readState<Image>() ??',
          'voteless(persister.readState<Image>()) ??',
        ),
        edit(
          'disk.ts',
          'export class Disk {',
          'function voteless(image: Image | undefined): Image | undefined {\n  return image && { ...image, vote: null };\n}\n\nexport class Disk {',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '    this.#vote = vote;\n',
          '    this.#vote = vote === null ? vote : null;\n',
        ),
      ],
      inbox: [raft('this.#vote = vote;', 'this.#vote = Math.min(vote, -1);')],
      'one-way': [
        raft(
          "this.votedFor = votedFor === '-' ? null : Number(votedFor);",
          "this.votedFor = votedFor === '' ? Number(votedFor) : null;",
        ),
      ],
    },
  },
  {
    name: 'saves-only-longer-logs',
    wrong: true,
    sentence: 'Saves what an AppendEntries brings only if it makes the log longer.',
    killedBy: ['rewritten-tail'],
    edits: {
      reference: [
        raft(
          'if (this.log.merge(args.prevLogIndex, args.entries)) this.persist();',
          'const { lastIndex } = this.log;\n' +
            '    this.log.merge(args.prevLogIndex, args.entries);\n' +
            '    if (this.log.lastIndex > lastIndex) this.persist();',
        ),
      ],
      inbox: [
        raft(
          'if (this.#log.take(after[0], entries)) this.#isDirty = true;',
          'const [last] = this.#log.end;\n    this.#log.take(after[0], entries);\n    this.#isDirty ||= this.#log.end[0] > last;',
        ),
      ],
      'one-way': [
        raft(
          'if (journal.take(after, lines)) this.isDirty = true;',
          'const { last } = journal;\n    journal.take(after, lines);\n    this.isDirty ||= journal.last > last;',
        ),
      ],
    },
  },
  {
    name: 'term-not-saved',
    wrong: true,
    sentence: 'Starts in term 0 after a crash.',
    killedBy: ['two-candidates', 'swarm-crashes'],
    edits: {
      reference: [raft('this.currentTerm = saved?.currentTerm ?? 0;', 'this.currentTerm = 0;')],
      ticker: [raft('      this.currentTerm = durable.currentTerm;\n', '')],
      'heartbeat-only': [raft('      this.#term = saved.term;\n', '')],
      inbox: [
        raft(
          'this.#term = term;\n    this.#vote = vote;',
          'this.#term = Math.min(term, 0);\n    this.#vote = vote;',
        ),
      ],
      'one-way': [raft('this.term = Number(term);', 'this.term = Number(term) * 0;')],
    },
  },
  {
    name: 'term-from-log',
    wrong: true,
    sentence: 'Takes the term of its last entry for its own after a crash.',
    killedBy: ['two-candidates', 'swarm-crashes'],
    edits: {
      reference: [
        raft(
          '    this.log = new Log(saved?.log);',
          '    this.log = new Log(saved?.log);\n    this.currentTerm = this.log.lastTerm;',
        ),
      ],
      ticker: [
        raft(
          '      this.log = durable.log;',
          '      this.log = durable.log;\n      this.currentTerm = this.lastLogTerm();',
        ),
      ],
      inbox: [
        raft(
          '    this.#log = new Log(log);\n',
          '    this.#log = new Log(log);\n    [, this.#term] = this.#log.end;\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.committed = this.journal.upTo;\n',
          '    this.term = this.journal.lastTerm;\n    this.committed = this.journal.upTo;\n',
        ),
      ],
    },
  },
  {
    name: 'own-vote-not-saved',
    wrong: true,
    sentence: 'A candidate saves its new term without its vote for itself.',
    killedBy: ['two-candidates'],
    edits: {
      reference: [
        raft(
          '    this.votedFor = this.node.me;\n    this.persist();',
          '    this.votedFor = null;\n    this.persist();\n    this.votedFor = this.node.me;',
        ),
      ],
      ticker: [
        raft(
          '    this.votedFor = this.node.me;\n    this.persist();',
          '    this.votedFor = null;\n    this.persist();\n    this.votedFor = this.node.me;',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#vote = this.#node.me;\n    this.#save();',
          '    this.#vote = this.#node.me;',
        ),
      ],
      inbox: [
        raft(
          '[this.#term, this.#vote, this.#log.save()];',
          '[\n      this.#term,\n      this.#voters === undefined ? this.#vote : -1,\n      this.#log.save(),\n    ];',
        ),
      ],
      'one-way': [
        raft(
          "${this.votedFor ?? '-'}`;",
          "${(this.role.name === 'candidate' ? null : this.votedFor) ?? '-'}`;",
        ),
      ],
    },
  },
  {
    name: 'granted-vote-not-saved',
    wrong: true,
    sentence: 'Grants a vote without saving it.',
    killedBy: ['two-candidates'],
    edits: {
      reference: [
        raft(
          '      this.votedFor = args.candidateId;\n      this.persist();',
          '      this.votedFor = args.candidateId;',
        ),
      ],
      'heartbeat-only': [
        raft(
          '      this.#vote = args.candidate;\n      this.#save();',
          '      this.#vote = args.candidate;',
        ),
      ],
      pipelined: [
        raft('      stored.votedFor = from;\n      this.#save();', '      stored.votedFor = from;'),
      ],
      prevote: [
        edit(
          'disk.ts',
          '    this.#image.vote = vote;\n    this.#save();',
          '    const isGrant = this.#image.vote === null && vote !== null;\n    this.#image.vote = vote;\n    if (!isGrant) this.#save();',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'vote: this.#vote, log',
          'vote: this.#vote === this.#me ? this.#me : null, log',
        ),
      ],
      inbox: [
        raft(
          '[this.#term, this.#vote, this.#log.save()];',
          '[\n      this.#term,\n      this.#vote === this.#node.me ? this.#vote : -1,\n      this.#log.save(),\n    ];',
        ),
      ],
      'one-way': [
        raft(
          "${this.votedFor ?? '-'}`;",
          "${this.votedFor === this.node.me ? this.votedFor : '-'}`;",
        ),
      ],
    },
  },
  {
    name: 'log-not-saved',
    wrong: true,
    sentence: 'Starts with an empty log after a crash.',
    killedBy: ['persist-1', 'thin-quorum', 'swarm-crashes'],
    edits: {
      reference: [raft('new Log(saved?.log)', 'new Log()')],
      ticker: [raft('      this.log = durable.log;\n', '')],
      'heartbeat-only': [raft('      this.#log = saved.log;\n', '')],
      inbox: [raft('new Log(log);', 'new Log(log && undefined);')],
      'one-way': [raft("Journal.parse(rest.join('\\n'));", "Journal.parse('0 0');")],
    },
  },
  {
    name: 'last-entry-not-saved',
    wrong: true,
    sentence: 'Saves its log without the last entry.',
    killedBy: ['persist-1', 'thin-quorum', 'swarm-crashes'],
    edits: {
      reference: [
        raft(
          'log: log.toSaved() };',
          'log: { ...log.toSaved(), entries: log.toSaved().entries.slice(0, -1) } };',
        ),
      ],
      'heartbeat-only': [raft('      log: this.#log,', '      log: this.#log.slice(0, -1),')],
      inbox: [
        log(
          'return [this.#start, this.#entries];',
          'return [this.#start, this.#entries.slice(0, -1)];',
        ),
      ],
      'one-way': [
        edit(
          'journal.ts',
          'const lines = this.#lines.map(',
          'const lines = this.#lines.slice(0, -1).map(',
        ),
      ],
    },
  },
  {
    name: 'follower-does-not-save',
    wrong: true,
    sentence: 'A follower acknowledges entries that it has not saved.',
    killedBy: ['thin-quorum', 'bare-majority'],
    edits: {
      reference: [
        raft(
          'if (this.log.merge(args.prevLogIndex, args.entries)) this.persist();',
          'this.log.merge(args.prevLogIndex, args.entries);',
        ),
      ],
      ticker: [raft('...entries];\n      this.persist();', '...entries];')],
      'heartbeat-only': [raft('      this.#save();\n      break;', '      break;')],
      pipelined: [raft('entries.push(entry);\n      this.#save();', 'entries.push(entry);')],
      prevote: [
        raft(
          'if (firstNew >= 0) disk.write(prevIndex + 1 + firstNew, entries.slice(firstNew));',
          'if (firstNew >= 0) disk.keep(prevIndex + 1 + firstNew, entries.slice(firstNew));',
        ),
        edit(
          'disk.ts',
          '  /** Puts `entries` in place',
          '  keep(index: number, entries: readonly Entry[]): void {\n    this.#image.entries.splice(index - this.#image.start.index - 1, Infinity, ...entries);\n  }\n\n  /** Puts `entries` in place',
        ),
      ],
      core: [
        edit(
          'core.ts',
          'if (log.take(prevIndex, entries)) this.output.isDirty = true;',
          'log.take(prevIndex, entries);',
        ),
      ],
      inbox: [
        raft(
          'if (this.#log.take(after[0], entries)) this.#isDirty = true;',
          'this.#log.take(after[0], entries);',
        ),
      ],
      'one-way': [
        raft('if (journal.take(after, lines)) this.isDirty = true;', 'journal.take(after, lines);'),
      ],
    },
  },
  {
    name: 'leader-does-not-save',
    wrong: true,
    sentence: 'A leader counts entries of its own that it has not saved.',
    killedBy: ['thin-quorum', 'swarm-crashes'],
    edits: {
      reference: [
        raft(
          '    this.log.append({ term: this.currentTerm, command });\n    this.persist();',
          '    this.log.append({ term: this.currentTerm, command });',
        ),
      ],
      ticker: [
        raft(
          'term: this.currentTerm, command });\n    this.persist();',
          'term: this.currentTerm, command });',
        ),
      ],
      'heartbeat-only': [
        raft(
          '    this.#log.push([this.#term, command]);\n    this.#save();',
          '    this.#log.push([this.#term, command]);',
        ),
      ],
      core: [
        edit(
          'core.ts',
          '    this.output.isDirty = true;\n    for (const to of this.#progress.keys())',
          '    for (const to of this.#progress.keys())',
        ),
      ],
      inbox: [
        raft(
          '    this.#log.add([term, command]);\n    this.#isDirty = true;\n',
          '    this.#log.add([term, command]);\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.isDirty = true;\n    this.tickSoon();\n    return { isLeader: true',
          '    this.tickSoon();\n    return { isLeader: true',
        ),
      ],
    },
  },
  {
    name: 'saves-after-reply',
    wrong: true,
    sentence: 'Saves right after it has answered, not before.',
    killedBy: ['two-candidates', 'thin-quorum'],
    edits: {
      reference: [
        raft(
          '    this.node.persister.save(state, snapshot);',
          '    if (snapshot !== undefined) this.node.persister.save(state, snapshot);\n    else setTimeout(() => this.saveNow(), 0);\n  }\n\n  private saveNow(): void {\n    const { currentTerm, votedFor, log } = this;\n    this.node.persister.save({ currentTerm, votedFor, log: log.toSaved() });',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (snapshot === undefined) this.#node.persister.save(state);',
          'if (snapshot === undefined) {\n      setTimeout(() => {\n        const [term, vote, log] = [this.#term, this.#vote, this.#log];\n        this.#node.persister.save({ term, vote, base: this.#base, baseTerm: this.#baseTerm, log });\n      }, 0);\n    }',
        ),
      ],
      inbox: [
        raft(
          '    this.#save();\n    this.#commit();\n',
          '    setTimeout(() => this.#save(), 0);\n    this.#commit();\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.save();\n    this.commit();\n    for (const [to, letter] of this.outgoing.splice(0)) void this.node.peers[to]?.write(letter);\n',
          '    this.commit();\n    for (const [to, letter] of this.outgoing.splice(0)) void this.node.peers[to]?.write(letter);\n    this.save();\n',
        ),
      ],
    },
  },
  {
    name: 'saves-lazily',
    wrong: true,
    sentence: 'Saves a fifth of a second late.',
    killedBy: ['two-candidates', 'thin-quorum'],
    edits: {
      reference: [
        raft(
          '    this.node.persister.save(state, snapshot);',
          '    if (snapshot !== undefined) this.node.persister.save(state, snapshot);\n    else setTimeout(() => this.saveNow(), 200);\n  }\n\n  private saveNow(): void {\n    const { currentTerm, votedFor, log } = this;\n    this.node.persister.save({ currentTerm, votedFor, log: log.toSaved() });',
        ),
      ],
      'heartbeat-only': [
        raft(
          'if (snapshot === undefined) this.#node.persister.save(state);',
          'if (snapshot === undefined) {\n      setTimeout(() => {\n        const [term, vote, log] = [this.#term, this.#vote, this.#log];\n        this.#node.persister.save({ term, vote, base: this.#base, baseTerm: this.#baseTerm, log });\n      }, 200);\n    }',
        ),
      ],
      inbox: [
        raft(
          '    this.#save();\n    this.#commit();\n',
          '    setTimeout(() => this.#save(), 200);\n    this.#commit();\n',
        ),
      ],
      'one-way': [
        raft(
          '    this.save();\n    this.commit();\n',
          '    setTimeout(() => this.save(), 200);\n    this.commit();\n',
        ),
      ],
    },
  },
  {
    name: 'saves-before-writing',
    wrong: true,
    sentence: 'Saves its log before it changes it, and not after.',
    killedBy: ['thin-quorum'],
    edits: {
      prevote: [
        edit(
          'disk.ts',
          '    this.#image.entries.splice(index - this.#image.start.index - 1, Infinity, ...entries);\n    this.#save();',
          '    this.#save();\n    this.#image.entries.splice(index - this.#image.start.index - 1, Infinity, ...entries);',
        ),
      ],
      pipelined: [
        raft(
          '      for (const entry of batch.slice(from)) entries.push(entry);\n      this.#save();',
          '      this.#save();\n      for (const entry of batch.slice(from)) entries.push(entry);',
        ),
      ],
    },
  },
  {
    name: 'saves-only-conflicts',
    wrong: true,
    sentence: 'A follower saves its log only when it had to cut it.',
    killedBy: ['thin-quorum'],
    edits: {
      ticker: [
        raft(
          '      this.log = [...this.log.slice(0, keep), ...entries];\n      this.persist();',
          '      const hadConflict = keep < this.log.length;\n      this.log = [...this.log.slice(0, keep), ...entries];\n      if (hadConflict) this.persist();',
        ),
      ],
    },
  },
];
