import { edit, raft, type Mutant } from './mutant.ts';

/** Lets the handler of AppendEntries await something. */
const ASYNC_APPEND = {
  reference: [
    edit(
      'messages.ts',
      '  appendEntries(args: AppendEntriesArgs): AppendEntriesReply;',
      '  appendEntries(args: AppendEntriesArgs): Promise<AppendEntriesReply>;',
    ),
    raft(
      '  appendEntries(args: AppendEntriesArgs): AppendEntriesReply {',
      '  async appendEntries(args: AppendEntriesArgs): Promise<AppendEntriesReply> {',
    ),
  ],
  heartbeatOnly: [
    raft(
      '  appendEntries(args: AppendArgs): { term: number; ok: boolean; next?: number };',
      '  appendEntries(args: AppendArgs): Promise<{ term: number; ok: boolean; next?: number }>;',
    ),
    raft(
      '  appendEntries(args: AppendArgs): { term: number; ok: boolean; next?: number } {',
      '  async appendEntries(args: AppendArgs): Promise<{ term: number; ok: boolean; next?: number }> {',
    ),
  ],
};

/** Handlers that await something between what they look at and what they do. */
export const AWAITS: readonly Mutant[] = [
  {
    name: 'append-across-await',
    wrong: true,
    sentence: 'Looks at the term of an AppendEntries, waits a moment, and then takes its entries.',
    killedBy: ['same-moment'],
    edits: {
      reference: [
        ...ASYNC_APPEND.reference,
        raft(
          '    if (this.log.merge(args.prevLogIndex, args.entries)) this.persist();',
          '    const term = this.currentTerm;\n    await sleep(2);\n    if (this.log.merge(args.prevLogIndex, args.entries)) this.persist();',
        ),
        raft(
          '    this.commitThrough(Math.min(args.leaderCommit, lastNewIndex));\n    return { term: this.currentTerm, success: true };',
          '    this.commitThrough(Math.min(args.leaderCommit, lastNewIndex));\n    return { term, success: true };',
        ),
      ],
      'heartbeat-only': [
        ...ASYNC_APPEND.heartbeatOnly,
        raft(
          '    for (let i = 0; i < args.entries.length; i += 1) {\n      const index',
          '    const term = this.#term;\n    await new Promise((resolve) => setTimeout(resolve, 2));\n    for (let i = 0; i < args.entries.length; i += 1) {\n      const index',
        ),
        raft('    return { term: this.#term, ok: true };', '    return { term, ok: true };'),
      ],
      ticker: [
        edit(
          'rpc.ts',
          '  appendEntries(args: AppendEntriesArgs): AppendEntriesReply;',
          '  appendEntries(args: AppendEntriesArgs): Promise<AppendEntriesReply>;',
        ),
        raft(
          '  appendEntries(args: AppendEntriesArgs): AppendEntriesReply {',
          '  async appendEntries(args: AppendEntriesArgs): Promise<AppendEntriesReply> {',
        ),
        raft(
          '    const isNew = ({ index',
          '    const term = this.currentTerm;\n    await sleep(2);\n    const isNew = ({ index',
        ),
        raft(
          '    return { term: this.currentTerm, success: true };\n  }',
          '    return { term, success: true };\n  }',
        ),
      ],
    },
  },
  {
    name: 'vouches-for-a-save-to-come',
    wrong: true,
    sentence:
      'Saves new entries a moment later and answers then, but answers at once for entries that an earlier call has yet to save.',
    killedBy: ['same-moment'],
    edits: {
      reference: [
        ...ASYNC_APPEND.reference,
        raft(
          '    if (this.log.merge(args.prevLogIndex, args.entries)) this.persist();',
          '    if (this.log.merge(args.prevLogIndex, args.entries)) {\n      await sleep(2);\n      this.persist();\n    }',
        ),
      ],
      'heartbeat-only': [
        ...ASYNC_APPEND.heartbeatOnly,
        raft(
          '      this.#log.push(...args.entries.slice(i));\n      this.#save();',
          '      this.#log.push(...args.entries.slice(i));\n      await new Promise((resolve) => setTimeout(resolve, 2));\n      this.#save();',
        ),
      ],
    },
  },
];
