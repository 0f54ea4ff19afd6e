import { clerk, server, type Mutant } from './mutant.ts';

/** Bugs of the clients' side. */
export const CLERK: readonly Mutant[] = [
  {
    name: 'denies-what-it-does-not-know',
    wrong: true,
    sentence: 'A clerk says ErrVersion though its own first attempt may be the reason.',
    killedBy: ['put-across-move', 'many-clerks-unreliable'],
    edits: {
      reference: [
        clerk(
          "if (reply.err === 'ErrVersion' && attempts > 1) return { err: 'ErrMaybe' };\n",
          "if (attempts < 0) return { err: 'ErrMaybe' };\n",
        ),
      ],
    },
  },
  {
    name: 'keeps-its-configuration',
    wrong: true,
    sentence: 'A clerk never asks again who serves a shard.',
    killedBy: ['join-leave'],
    edits: {
      reference: [clerk('      this.config = null;\n', '')],
      push: [clerk('    this.config = null;\n', '')],
    },
  },
  {
    name: 'new-ticket-for-each-attempt',
    wrong: true,
    sentence:
      'Each attempt of a put has a number of its own, so that no server knows a second copy.',
    killedBy: ['put-across-move', 'many-clerks-unreliable'],
    edits: {
      push: [
        clerk(
          'this.ask(key, (server) => server.put(args));',
          'this.ask(key, (server) => server.put({ ...args, sequence: ++this.sequence }));',
        ),
      ],
    },
  },
  {
    name: 'refused-is-not-sent',
    wrong: true,
    sentence:
      'An attempt that a group refused, for want of the shard, counts for nothing; yet a second copy of it may be carried out.',
    killedBy: ['refused-put'],
    edits: {
      reference: [
        clerk(
          'const reply = await this.ask(key, (server) => {',
          'const reply = await this.ask(key, async (server) => {',
        ),
        clerk(
          '      return server.put({ key, value, version });',
          '      const sent = await server.put({ key, value, version });\n' +
            "      if (sent?.err === 'ErrWrongGroup') attempts -= 1;\n" +
            '      return sent;',
        ),
      ],
      push: [
        clerk(
          'return { err: answer.err };\n',
          "return { err: answer.err };\n      if (answer?.err === 'ErrWrongGroup') args.sequence = ++this.sequence;\n",
        ),
      ],
    },
  },
  {
    name: 'rounds-are-counted',
    wrong: true,
    sentence:
      'A clerk counts how often it has looked for the group, and not how often it has sent: in one round it may ask several servers.',
    killedBy: ['put-across-restart'],
    edits: {
      reference: [
        clerk('      attempts += 1;\n', ''),
        clerk(
          'return server.put({ key, value, version });\n    });',
          'return server.put({ key, value, version });\n    }, () => (attempts += 1));',
        ),
        clerk(
          'undefined>,\n  ): Promise<Exclude',
          'undefined>,\n    onRound: () => void = () => {},\n  ): Promise<Exclude',
        ),
        clerk('      this.config ??=', '      onRound();\n      this.config ??='),
      ],
    },
  },
  {
    name: 'maybe-whatever-was-sent',
    wrong: true,
    sentence: 'A clerk says ErrMaybe for a put that it has sent only once.',
    killedBy: ['many-clerks'],
    edits: {
      reference: [
        clerk(
          "reply.err === 'ErrVersion' && attempts > 1",
          "reply.err === 'ErrVersion' && attempts > 0",
        ),
      ],
    },
  },
  {
    name: 'doubt-is-told-as-maybe',
    wrong: true,
    sentence:
      'A server that does not know what became of a put answers ErrMaybe, though the clerk has sent it only once.',
    killedBy: ['left-behind'],
    edits: {
      reference: [
        server(
          "return await this.serve<PutAnswer>({ kind: 'put', ...args });",
          "const answer = await this.serve<PutAnswer>({ kind: 'put', ...args });\n" +
            "    return answer.err === 'ErrLostLeader' ? ({ err: 'ErrMaybe' } as never) : answer;",
        ),
      ],
    },
  },
  {
    name: 'waits-for-a-group-that-is-gone',
    wrong: true,
    sentence: 'A clerk asks the group that it knows until somebody there answers.',
    killedBy: ['switched-off-group'],
    edits: {
      push: [clerk('() => Date.now() < givesUpAtMs', '() => givesUpAtMs > 0')],
    },
  },
];
