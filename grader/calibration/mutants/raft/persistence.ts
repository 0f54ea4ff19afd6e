import { raft, type Mutant } from './mutant.ts';

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
    },
  },
  {
    name: 'follower-does-not-save',
    wrong: true,
    sentence: 'A follower acknowledges entries that it has not saved.',
    killedBy: ['thin-quorum'],
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
    },
  },
];
