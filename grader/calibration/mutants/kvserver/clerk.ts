import type { Mutant } from '../../run/mutant.ts';
import { clerk, server } from './edits.ts';

export const CLERK: readonly Mutant[] = [
  {
    name: 'no-maybe',
    wrong: true,
    sentence: 'Says ErrVersion where its own earlier send may be the reason.',
    killedBy: ['unreliable-net', 'lost-messages', 'swarm-clerks'],
    edits: {
      reference: [
        clerk(
          "      if (reply?.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };\n",
          '',
        ),
      ],
      impatient: [
        clerk(
          "return reply.err === 'ErrVersion' && sends > 1 ? { err: 'ErrMaybe' } : reply;",
          'return sends > 0 ? reply : reply;',
        ),
      ],
      'read-back': [clerk("reply.err === 'ErrVersion' ? 'ErrMaybe' : reply.err", 'reply.err')],
    },
  },
  {
    name: 'maybe-on-first-answer',
    wrong: true,
    sentence: 'Says ErrMaybe for a refusal of the only request that it sent.',
    killedBy: ['put-concurrent', 'several-clients'],
    edits: {
      reference: [clerk('sends > 1', 'sends > 0')],
      impatient: [clerk('sends > 1', 'sends > 0')],
      'read-back': [
        clerk(
          'if (first) return first;',
          "if (first) return { err: first.err === 'ErrVersion' ? 'ErrMaybe' : first.err };",
        ),
      ],
    },
  },
  {
    name: 'maybe-for-every-resend',
    wrong: true,
    sentence: 'Says ErrMaybe for an OK too, when the request was sent more than once.',
    killedBy: ['lost-messages'],
    edits: {
      reference: [
        clerk("reply?.err === 'ErrVersion' && sends > 1", 'reply !== undefined && sends > 1'),
      ],
      impatient: [clerk("reply.err === 'ErrVersion' && sends > 1", 'sends > 1')],
      'read-back': [clerk("reply.err === 'ErrVersion' ? 'ErrMaybe' : reply.err", "'ErrMaybe'")],
    },
  },
  {
    name: 'takes-maybe-for-ok',
    wrong: true,
    sentence:
      'Says OK when a request that was sent again is refused: it must have been the first one.',
    killedBy: ['lost-messages'],
    edits: {
      reference: [clerk("return { err: 'ErrMaybe' };", "return { err: 'OK' };")],
      impatient: [clerk("{ err: 'ErrMaybe' }", "{ err: 'OK' }")],
      'read-back': [clerk("? 'ErrMaybe'", "? 'OK'")],
    },
  },
  {
    name: 'put-gives-up',
    wrong: true,
    sentence: 'Says ErrMaybe when there is no answer, and does not send again.',
    killedBy: ['unreliable-net'],
    edits: {
      reference: [
        clerk(
          '      if (reply !== undefined) return reply;\n\n      await sleep(RETRY_MS);\n    }\n  }\n}',
          "      return reply ?? { err: 'ErrMaybe' };\n    }\n  }\n}",
        ),
      ],
      'read-back': [clerk('if (first) return first;', "return first ?? { err: 'ErrMaybe' };")],
    },
  },
  {
    name: 'get-gives-up',
    wrong: true,
    sentence: 'Says that there is no key when there is no answer.',
    killedBy: ['unreliable-net'],
    edits: {
      reference: [
        clerk(
          '      if (reply !== undefined) return reply;\n\n      await sleep(RETRY_MS);\n    }\n  }\n\n  async put',
          "      return reply ?? { err: 'ErrNoKey' };\n    }\n  }\n\n  async put",
        ),
      ],
    },
  },
  {
    name: 'gives-up-after-ten-sends',
    wrong: true,
    sentence: 'Says ErrMaybe, or that there is no key, after ten requests without an answer.',
    killedBy: ['cut-off'],
    edits: {
      reference: [
        clerk(
          '    for (;;) {\n      const reply = await this.server.get({ key });',
          "    for (let sends = 1; ; sends++) {\n      if (sends > 10) return { err: 'ErrNoKey' };\n      const reply = await this.server.get({ key });",
        ),
        clerk(
          '      const reply = await this.server.put(',
          "      if (sends > 10) return { err: 'ErrMaybe' };\n      const reply = await this.server.put(",
        ),
      ],
      'read-back': [
        clerk(
          '    for (;;) {\n      await backoff.pause();\n      const reply = await this.server.put(',
          "    for (let sends = 2; ; sends++) {\n      if (sends > 10) return { err: 'ErrMaybe' };\n      await backoff.pause();\n      const reply = await this.server.put(",
        ),
      ],
    },
  },
  {
    name: 'never-sends-again',
    wrong: true,
    sentence: 'Waits for an answer that is lost.',
    killedBy: ['unreliable-net'],
    edits: {
      reference: [clerk('const RETRY_MS = 100;', 'const RETRY_MS = 1_000_000_000;')],
      impatient: [clerk('const timer = setInterval(send, RESEND_MS);', 'const timer = 0;')],
    },
  },
  {
    name: 'sends-again-at-a-new-version',
    wrong: true,
    sentence: 'Sends a put again with the version that the key has by then.',
    killedBy: ['unreliable-net', 'lost-messages'],
    edits: {
      reference: [
        clerk(
          '      const reply = await this.server.put({ key, value, version });',
          "      const now = sends > 1 ? await this.get(key) : undefined;\n      const at = now?.err === 'OK' ? now.version : version;\n      const reply = await this.server.put({ key, value, version: at });",
        ),
      ],
      'read-back': [
        clerk(
          '      const reply = await this.server.put({ key, value, version });',
          "      const now = await this.get(key);\n      const at = now.err === 'OK' ? now.version : version;\n      const reply = await this.server.put({ key, value, version: at });",
        ),
      ],
    },
  },
  {
    name: 'remembers-its-own-puts',
    wrong: true,
    sentence: 'Answers a get from what it put last, without asking the server.',
    killedBy: ['several-clients', 'put-concurrent'],
    edits: {
      reference: [
        clerk(
          '  async get(key: string): Promise<GetReply> {',
          '  private readonly cache = new Map<string, GetReply>();\n\n  async get(key: string): Promise<GetReply> {\n    const cached = this.cache.get(key);\n    if (cached !== undefined) return cached;',
        ),
        clerk(
          '      // An earlier send',
          "      if (reply?.err === 'OK') {\n        this.cache.set(key, { err: 'OK', value, version: version + 1 });\n      }\n      // An earlier send",
        ),
      ],
    },
  },
  {
    name: 'remembers-what-it-read',
    wrong: true,
    sentence: 'Answers a get from the last one for some milliseconds.',
    killedBy: ['several-clients', 'unreliable-clients'],
    edits: {
      reference: [
        clerk(
          '  async get(key: string): Promise<GetReply> {',
          '  private readonly read = new Map<string, { reply: GetReply; atMs: number }>();\n\n  async get(key: string): Promise<GetReply> {\n    const last = this.read.get(key);\n    if (last !== undefined && performance.now() - last.atMs < 20) return last.reply;',
        ),
        clerk(
          '      const reply = await this.server.get({ key });\n',
          '      const reply = await this.server.get({ key });\n      if (reply) this.read.set(key, { reply, atMs: performance.now() });\n',
        ),
      ],
    },
  },
  {
    name: 'no-key-is-maybe',
    wrong: true,
    sentence: 'Says ErrMaybe for ErrNoKey after a resend, though no copy can have made the key.',
    killedBy: ['lost-messages'],
    edits: {
      reference: [
        clerk(
          "if (reply?.err === 'ErrVersion' && sends > 1)",
          "if (reply !== undefined && reply.err !== 'OK' && sends > 1)",
        ),
      ],
      impatient: [
        clerk("reply.err === 'ErrVersion' && sends > 1", "reply.err !== 'OK' && sends > 1"),
      ],
      'read-back': [
        clerk("reply.err === 'ErrVersion' ? 'ErrMaybe'", "reply.err !== 'OK' ? 'ErrMaybe'"),
      ],
    },
  },
  {
    name: 'numbers-each-copy',
    wrong: true,
    sentence:
      'Counts on a server that knows a put by its number, and gives each copy a number of its own.',
    killedBy: ['unreliable-net', 'lost-messages'],
    edits: {
      reference: [
        clerk(
          '  private readonly server: Peer<KvRpc>;',
          '  private readonly client = Math.random();\n  private number = 0;\n  private readonly server: Peer<KvRpc>;',
        ),
        clerk('    for (let sends = 1; ; sends++) {', '    for (;;) {'),
        clerk(
          'this.server.put({ key, value, version })',
          'this.server.put({ key, value, version, client: this.client, number: ++this.number } as never)',
        ),
        clerk(
          "      // An earlier send may be what made the version another one.\n      if (reply?.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };\n",
          '',
        ),
        server(
          '  put({ key, value, version }: PutArgs): PutReply {',
          '  private readonly known = new Map<number, { number: number; reply: PutReply }>();\n\n  put(args: PutArgs & { client?: number; number?: number }): PutReply {\n    const { client = 0, number = 0 } = args;\n    const last = this.known.get(client);\n    if (last !== undefined && last.number >= number) return last.reply;\n    const reply = this.first(args);\n    this.known.set(client, { number, reply });\n    return reply;\n  }\n\n  private first({ key, value, version }: PutArgs): PutReply {',
        ),
      ],
    },
  },
];
