import { clerk, type Mutant } from './mutant.ts';

export const CLERK: readonly Mutant[] = [
  {
    name: 'version-error-when-sent-again',
    wrong: true,
    sentence:
      'Gives ErrVersion for a put that it had sent before, and that may be the reason itself.',
    killedBy: ['lost-reply', 'kv-swarm'],
    edits: {
      reference: [
        clerk(
          "      if (reply.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };\n",
          '',
        ),
      ],
      polling: [
        clerk("mayBeDone ? 'ErrMaybe' : 'ErrVersion'", "mayBeDone ? reply.err : 'ErrVersion'"),
      ],
    },
  },
  {
    name: 'wrong-leader-is-surely-not-done',
    wrong: true,
    sentence: 'Believes that a server that lost its office had not put the operation into the log.',
    killedBy: ['lost-reply'],
    edits: {
      polling: [clerk('        mayBeDone = true;', '        mayBeDone ||= reply === undefined;')],
      reference: [
        clerk(
          "      if (reply === undefined || reply.err === 'ErrWrongLeader') return undefined;",
          "      if (reply?.err === 'ErrWrongLeader') sends -= 1;\n      if (reply === undefined || reply.err === 'ErrWrongLeader') return undefined;",
        ),
      ],
    },
  },
  {
    name: 'maybe-at-the-first-send',
    wrong: true,
    sentence: 'Gives ErrMaybe for a put that it sent once, and that was plainly refused.',
    killedBy: ['kv-basic'],
    edits: {
      reference: [clerk("reply.err === 'ErrVersion' && sends > 1", "reply.err === 'ErrVersion'")],
    },
  },
  {
    name: 'maybe-without-asking-again',
    wrong: true,
    sentence: 'Gives ErrMaybe when a put is not answered, and does not send it again.',
    killedBy: ['kv-unreliable'],
    edits: {
      reference: [
        clerk(
          "      if (reply === undefined || reply.err === 'ErrWrongLeader') return undefined;",
          "      if (reply === undefined) return { err: 'ErrMaybe' };\n      if (reply.err === 'ErrWrongLeader') return undefined;",
        ),
      ],
    },
  },
  {
    name: 'stays-with-one-server',
    wrong: true,
    sentence: 'Asks the same server again and again.',
    killedBy: ['kv-basic'],
    edits: {
      reference: [clerk('      this.leader = (this.leader + 1) % this.servers.length;\n', '')],
      'exactly-once': [clerk('    this.leader = (this.leader + 1) % this.servers.length;\n', '')],
    },
  },
  {
    name: 'waits-for-a-dead-leader',
    wrong: true,
    sentence: 'Turns to another server only when one says that it does not lead.',
    killedBy: ['lost-reply'],
    edits: {
      polling: [
        clerk(
          '        const reply = await this.#node.to<KvRpc>(name).put({ key, value, version });',
          '        let reply = await this.#node.to<KvRpc>(name).put({ key, value, version });\n        while (reply === undefined) {\n          mayBeDone = true;\n          reply = await this.#node.to<KvRpc>(name).put({ key, value, version });\n        }',
        ),
      ],
    },
  },
  {
    name: 'lost-get-is-no-key',
    wrong: true,
    sentence: 'Takes a get without an answer for a key that does not exist.',
    killedBy: ['kv-unreliable'],
    edits: {
      reference: [
        clerk(
          "return reply?.err === 'ErrWrongLeader' ? undefined : reply;",
          "return reply?.err === 'ErrWrongLeader' ? undefined : (reply ?? { err: 'ErrNoKey' });",
        ),
      ],
    },
  },
  {
    name: 'puts-again-with-the-new-version',
    wrong: true,
    sentence: 'Answers ErrVersion by trying the version that the key has, which nobody asked for.',
    killedBy: ['kv-concurrent'],
    edits: {
      reference: [
        clerk(
          "      if (reply.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };",
          "      if (reply.err === 'ErrVersion') {\n        const seen = await server.get({ key });\n        if (seen?.err === 'OK') await server.put({ key, value, version: seen.version });\n        return { err: 'OK' };\n      }",
        ),
      ],
    },
  },
  {
    name: 'remembers-what-it-read',
    wrong: true,
    sentence: 'Answers a get from what it read half a second ago.',
    killedBy: ['kv-concurrent'],
    edits: {
      polling: [
        clerk(
          "        if (reply?.err === 'OK' || reply?.err === 'ErrNoKey') return reply;\n      }\n      await sleep(PAUSE_MS);\n    }\n  }\n\n  async put",
          "        if (reply?.err === 'OK' || reply?.err === 'ErrNoKey') {\n          this.#seen.set(key, { reply, untilMs: Date.now() + 500 });\n          return reply;\n        }\n      }\n      await sleep(PAUSE_MS);\n    }\n  }\n\n  async put",
        ),
        clerk(
          '  async get(key: string): Promise<GetResult> {\n',
          '  #seen = new Map<string, { reply: GetResult; untilMs: number }>();\n\n  async get(key: string): Promise<GetResult> {\n    const seen = this.#seen.get(key);\n    if (seen !== undefined && Date.now() < seen.untilMs) return seen.reply;\n',
        ),
      ],
    },
  },
  {
    name: 'any-answer-will-do',
    wrong: true,
    sentence: 'Takes the late answer to an earlier get for the answer to this one.',
    killedBy: ['lost-reply'],
    edits: {
      'exactly-once': [
        clerk(
          '      const reply = await this.soon((server): Promise<GetReply | undefined> => server.get({ key }));\n',
          '      const reply = await this.soon((server): Promise<GetReply | undefined> => this.any(server.get({ key })));\n',
        ),
        clerk(
          '  private async soon<',
          '  private readonly asked = new Set<Promise<GetReply | undefined>>();\n\n  private async any(call: Promise<GetReply | undefined>): Promise<GetReply | undefined> {\n    this.asked.add(call);\n    void call.finally(() => setTimeout(() => this.asked.delete(call), 5));\n    return Promise.race(this.asked);\n  }\n\n  private async soon<',
        ),
      ],
    },
  },
  {
    name: 'broadcast-counts-once',
    wrong: true,
    sentence: 'Sends a put to every server at once, and takes all these copies for one.',
    killedBy: ['lost-reply'],
    edits: {
      polling: [
        clerk(
          '      for (const name of this.#inRandomOrder()) {\n        const reply = await this.#node.to<KvRpc>(name).put({ key, value, version });',
          '      for (const names of [this.#inRandomOrder()]) {\n        const calls = names.map((name) => this.#node.to<KvRpc>(name).put({ key, value, version }));\n        const reply = await Promise.race([sleep(500).then(() => undefined), firstOf(calls)]);',
        ),
        clerk(
          'const PAUSE_MS = 10;',
          "const PAUSE_MS = 10;\n\nasync function firstOf<Reply extends { err: string }>(calls: Promise<Reply | undefined>[]) {\n  const answers = calls.map(async (call) => {\n    const reply = await call;\n    if (reply === undefined || reply.err === 'ErrWrongLeader') throw new Error('no answer');\n    return reply;\n  });\n  return Promise.any(answers).catch(() => undefined);\n}",
        ),
      ],
    },
  },
  {
    name: 'gives-up-after-4s',
    wrong: true,
    sentence: 'Says ErrMaybe for a put that was not answered for 4 s.',
    killedBy: ['cut-off-server'],
    edits: {
      reference: [
        clerk(
          '    let sends = 0;\n    return this.ask(async (server) => {\n',
          "    let sends = 0;\n    const startMs = Date.now();\n    return this.ask(async (server) => {\n      if (Date.now() - startMs > 4_000) return { err: 'ErrMaybe' };\n",
        ),
      ],
      polling: [
        clerk(
          '    let mayBeDone = false;\n    for (;;) {\n',
          "    let mayBeDone = false;\n    const startMs = Date.now();\n    for (;;) {\n      if (Date.now() - startMs > 4_000) return { err: 'ErrMaybe' };\n",
        ),
      ],
      'exactly-once': [
        clerk(
          '    for (;;) {\n      const reply = await this.soon((server): Promise<PutReply | undefined>',
          "    const startMs = Date.now();\n    for (;;) {\n      if (Date.now() - startMs > 4_000) return { err: 'ErrMaybe' };\n      const reply = await this.soon((server): Promise<PutReply | undefined>",
        ),
      ],
    },
  },
];
