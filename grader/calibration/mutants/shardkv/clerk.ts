import { clerk, type Mutant } from './mutant.ts';

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
    name: 'waits-for-a-group-that-is-gone',
    wrong: true,
    sentence: 'A clerk asks the group that it knows until somebody there answers.',
    killedBy: ['switched-off-group'],
    edits: {
      push: [clerk('() => Date.now() < givesUpAtMs', '() => givesUpAtMs > 0')],
    },
  },
];
