import { broker, consumer, messages, type Mutant } from './mutant.ts';

/** Who gets what, how many and when, where nothing fails. */
export const TURNS: readonly Mutant[] = [
  {
    name: 'newest-first',
    wrong: true,
    sentence: 'Hands out the newest message first.',
    killedBy: ['calm'],
    edits: {
      'long-poll': [broker('a.order - b.order', 'b.order - a.order')],
      lease: [broker('.slice(0, room)', '.slice(-room)')],

      reference: [
        broker('const number = this.ready[0];', 'const number = this.ready.at(-1);'),
        broker('this.ready.shift();', 'this.ready.pop();'),
      ],
    },
  },
  {
    name: 'ignores-prefetch',
    wrong: true,
    sentence: 'Hands a consumer whatever there is.',
    killedBy: ['prefetch', 'traffic'],
    edits: {
      'long-poll': [consumer('lane < prefetch;', 'lane < 50;')],

      reference: [broker('prefetch - inHand.size;', '1_000 * prefetch - inHand.size;')],
    },
  },
  {
    name: 'hoards-in-line',
    wrong: true,
    sentence: 'Hands out whatever there is, and consumers handle it one after another.',
    killedBy: ['prefetch'],
    edits: {
      lease: [
        consumer('const room = this.prefetch - this.held;', 'const room = 1_000 * this.prefetch;'),
      ],

      reference: [
        broker('prefetch - inHand.size;', '1_000 * prefetch - inHand.size;'),
        consumer(
          'const outcome = await this.work.handle(delivery);',
          'const outcome = await (this.line = this.line.then(() => this.work.handle(delivery)));',
        ),
        consumer(
          '  private readonly seen = new Set<string>();',
          "  private readonly seen = new Set<string>();\n  private line: Promise<'done' | 'failed'> = Promise.resolve('done');",
        ),
      ],
    },
  },
  {
    name: 'one-more-than-prefetch',
    wrong: true,
    sentence: 'Hands a consumer one message more than it asked for.',
    killedBy: ['prefetch', 'traffic'],
    edits: {
      'long-poll': [consumer('lane < prefetch;', 'lane <= prefetch;')],

      reference: [broker('prefetch - inHand.size;', 'prefetch + 1 - inHand.size;')],
    },
  },
  {
    name: 'serves-one-consumer',
    wrong: true,
    sentence: 'Gives everything to the consumer that came first, however slow it is.',
    killedBy: ['prefetch'],
    edits: {
      reference: [broker('.toSorted((a, b) => room(b) - room(a));', '.toSorted(() => 0);')],
    },
  },
  {
    name: 'takes-back-too-soon',
    wrong: true,
    sentence: 'Takes a message back from a consumer that has worked on it for 200 ms.',
    killedBy: ['prefetch'],
    edits: {
      'long-poll': [broker('const LEASE_MS = 1_200;', 'const LEASE_MS = 200;')],
      lease: [broker('const LOAN_MS = 2_500;', 'const LOAN_MS = 250;')],

      reference: [
        broker(
          '      if (isThere === true) return;',
          '      if (isThere === true) await sleep(200);\n' +
            '      if (inHand.get(ticket.message) !== ticket.attempt) return;\n' +
            '      if (isThere === true) {\n        inHand.delete(ticket.message);\n' +
            '        this.putBack(ticket.message);\n        return this.handOut();\n      }',
        ),
      ],
    },
  },
  {
    name: 'marks-all',
    wrong: true,
    sentence: 'Marks every message as redelivered, to be on the safe side.',
    killedBy: ['calm', 'traffic'],
    edits: {
      'long-poll': [broker('redelivered: turn > 1', 'redelivered: true')],
      lease: [broker('isAgain: loans > 1', 'isAgain: true')],
      reference: [broker('redelivered: deliveries > 1', 'redelivered: true')],
    },
  },
  {
    name: 'asks-without-rest',
    wrong: true,
    sentence: 'A consumer says 50 times a second that it is there.',
    killedBy: ['traffic'],
    edits: {
      'long-poll': [broker('const POLL_MS = 400;', 'const POLL_MS = 40;')],
      lease: [consumer('const POLL_MS = 80;', 'const POLL_MS = 10;')],
      reference: [consumer('const SUBSCRIBE_MS = 500;', 'const SUBSCRIBE_MS = 20;')],
    },
  },
  {
    name: 'keeps-what-is-done',
    wrong: true,
    sentence: 'Keeps what was acknowledged on its disk, marked as done.',
    killedBy: ['traffic'],
    edits: {
      'long-poll': [
        broker(
          'this.#node.store.write({ [key]: undefined });',
          `this.#node.store.write({ [key]: undefined, [\`done:\${key}\`]: true });`,
        ),
      ],

      reference: [
        messages(
          '  remove(number: number): void {\n    this.store.write({ [keyOf(MESSAGE, number)]: undefined });',
          '  remove(number: number): void {\n    const done = `done/${number}`;\n' +
            '    this.store.write({ [keyOf(MESSAGE, number)]: undefined, [done]: { ...this.get(number) } });',
        ),
      ],
    },
  },
  {
    name: 'writes-every-message-anew',
    wrong: true,
    sentence: 'Writes each record that there is whenever one changes, one after another.',
    killedBy: ['traffic'],
    edits: {
      reference: [
        messages(
          '    this.store.write({ [keyOf(MESSAGE, number)]: { ...counted } });',
          '    for (const each of this.numbers) {\n' +
            '      const message = each === number ? counted : this.get(each);\n' +
            '      this.store.write({ [keyOf(MESSAGE, each)]: { ...message } });\n    }',
        ),
      ],
    },
  },
  {
    name: 'remembers-all-ids',
    wrong: true,
    sentence: 'Remembers the id of every message on its disk, to know copies by them.',
    killedBy: ['traffic'],
    edits: {
      reference: [
        messages(
          '    this.store.write({ [NEXT]: number + 1,',
          '    this.store.write({ [`seen/${id}`]: true, [NEXT]: number + 1,',
        ),
      ],
    },
  },
];
