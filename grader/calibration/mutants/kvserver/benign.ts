import type { Mutant } from '../../run/mutant.ts';
import { clerk, leaseLock, lock, server } from './edits.ts';

export const BENIGN: readonly Mutant[] = [
  {
    name: 'sends-again-at-once',
    wrong: false,
    sentence: 'A clerk may send again as soon as it knows that there will be no answer.',
    killedBy: [],
    edits: { reference: [clerk('const RETRY_MS = 100;', 'const RETRY_MS = 1;')] },
  },
  {
    name: 'sends-again-late',
    wrong: false,
    sentence: 'A clerk may take its time before it sends again.',
    killedBy: [],
    edits: {
      reference: [clerk('const RETRY_MS = 100;', 'const RETRY_MS = 500;')],
      impatient: [clerk('const RESEND_MS = 40;', 'const RESEND_MS = 300;')],
    },
  },
  {
    name: 'finds-out-for-sure',
    wrong: false,
    sentence:
      "A clerk may say ErrVersion after a resend where it sees another's value at the next version.",
    killedBy: [],
    edits: {
      reference: [
        clerk(
          "      if (reply?.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };\n",
          "      if (reply?.err === 'ErrVersion' && sends > 1) {\n        const now = await this.get(key);\n        const isNext = now.err === 'OK' && now.version === version + 1;\n        return { err: isNext && now.value !== value ? 'ErrVersion' : 'ErrMaybe' };\n      }\n",
        ),
      ],
    },
  },
  {
    name: 'exactly-once',
    wrong: false,
    sentence:
      'A server may know a put that comes again by its number, and answer as it did at first.',
    killedBy: [],
    edits: {
      reference: [
        clerk(
          '  private readonly server: Peer<KvRpc>;',
          '  private readonly client = Math.random();\n  private number = 0;\n  private readonly server: Peer<KvRpc>;',
        ),
        clerk(
          '    for (let sends = 1; ; sends++) {',
          '    const number = ++this.number;\n    for (;;) {',
        ),
        clerk(
          'this.server.put({ key, value, version })',
          'this.server.put({ key, value, version, client: this.client, number } as never)',
        ),
        clerk(
          "      // An earlier send may be what made the version another one.\n      if (reply?.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };\n",
          '',
        ),
        server(
          '  put({ key, value, version }: PutArgs): PutReply {',
          "  private readonly lastOf = new Map<number, number>();\n\n  put(args: PutArgs & { client?: number; number?: number }): PutReply {\n    const { client = 0, number = 0 } = args;\n    const last = this.lastOf.get(client) ?? 0;\n    if (Math.floor(last / 4) >= number) return { err: ERRS[last % 4] ?? 'OK' };\n    const reply = this.first(args);\n    this.lastOf.set(client, number * 4 + ERRS.indexOf(reply.err));\n    return reply;\n  }\n\n  private first({ key, value, version }: PutArgs): PutReply {",
        ),
        server(
          'interface Entry {',
          "const ERRS: readonly PutReply['err'][] = ['OK', 'ErrVersion', 'ErrNoKey'];\n\ninterface Entry {",
        ),
      ],
    },
  },
  {
    name: 'slow-server',
    wrong: false,
    sentence:
      'A server may think before it carries a put out, as long as it compares and writes in one step.',
    killedBy: [],
    edits: {
      'read-back': [
        server(
          '  put(args: PutArgs): PutReply {',
          '  async put(args: PutArgs): Promise<PutReply> {\n    await new Promise<void>((resolve) => {\n      setTimeout(resolve, 2);\n    });',
        ),
      ],
    },
  },
  {
    name: 'polls-slowly',
    wrong: false,
    sentence: 'A client may look rarely whether a lock is free.',
    killedBy: [],
    edits: {
      reference: [
        lock('const POLL_MS = 20;', 'const POLL_MS = 250;'),
        leaseLock('const POLL_MS = 50;', 'const POLL_MS = 200;'),
      ],
    },
  },
  {
    name: 'polls-without-pause',
    wrong: false,
    sentence: 'A client may look all the time whether a lock is free.',
    killedBy: [],
    edits: {
      reference: [
        lock('const POLL_MS = 20;', 'const POLL_MS = 1;'),
        leaseLock('const POLL_MS = 50;', 'const POLL_MS = 1;'),
      ],
    },
  },
  {
    name: 'doubtful-hold-waits',
    wrong: false,
    sentence: 'A client that is not sure of its hold may wait until that would have ended.',
    killedBy: [],
    edits: {
      reference: [
        leaseLock(
          "if (err === 'ErrVersion' || err === 'ErrNoKey') return false;",
          "if (err !== 'OK') return false;",
        ),
      ],
    },
  },
  {
    name: 'own-clock-fences-too',
    wrong: false,
    sentence: 'A holder may refuse its own writes once its lease is over by its own clock.',
    killedBy: [],
    edits: {
      reference: [
        leaseLock(
          '    const { token } = this;\n    for (;;) {',
          "    const { token } = this;\n    for (;;) {\n      if (performance.now() > this.endMs) return { err: 'ErrFenced' };",
        ),
        leaseLock('  private token = 0;', '  private token = 0;\n  private endMs = 0;'),
        leaseLock(
          '    this.token = token;\n    return true;',
          '    this.token = token;\n    this.endMs = performance.now() + this.leaseMs;\n    return true;',
        ),
      ],
    },
  },
];
