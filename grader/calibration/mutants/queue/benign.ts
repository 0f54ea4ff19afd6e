import { broker, consumer, type Mutant } from './mutant.ts';

/** Not what the reference does, and not wrong: no scenario may fail any of these. */
export const BENIGN: readonly Mutant[] = [
  {
    name: 'marks-all-after-a-restart',
    wrong: false,
    sentence: 'Marks whatever it finds on its disk as redelivered: it may have been handed out.',
    killedBy: [],
    edits: {
      reference: [
        broker(
          'redelivered: deliveries > 1',
          'redelivered: deliveries > 1 || this.found.has(number)',
        ),
        broker(
          'this.ready = this.messages.numbers;',
          'this.ready = this.messages.numbers;\n    this.found = new Set(this.ready);',
        ),
        broker(
          '  private ready: number[];',
          '  private ready: number[];\n  private readonly found: ReadonlySet<number>;',
        ),
      ],
    },
  },
  {
    name: 'puts-back-at-the-end',
    wrong: false,
    sentence: 'A message that comes back waits behind all others.',
    killedBy: [],
    edits: {
      lease: [
        broker(
          '} else if (item?.loans === args.loan) this.lentUntilMs.delete(item.message);',
          `} else if (item?.loans === args.loan) {
      this.lentUntilMs.delete(item.message);
      this.items = [...this.items.filter((each) => each !== item), item];
    }`,
        ),
      ],
      reference: [broker('    this.ready.sort((a, b) => a - b);\n', '')],
    },
  },
  {
    name: 'acknowledges-in-batches',
    wrong: false,
    sentence: 'Says only every 100 ms what it has handled.',
    killedBy: [],
    edits: {
      reference: [
        consumer(
          'const outcome = await this.work.handle(delivery);',
          'const outcome = await this.work.handle(delivery);\n    await sleep(100 - (Date.now() % 100));',
        ),
      ],
    },
  },
  {
    name: 'handles-one-after-another',
    wrong: false,
    sentence: 'A consumer handles what it has in hand one after another.',
    killedBy: [],
    edits: {
      reference: [
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
    name: 'is-patient',
    wrong: false,
    sentence: 'Takes a consumer for dead after 3 s.',
    killedBy: [],
    edits: {
      'long-poll': [broker('const LEASE_MS = 1_200;', 'const LEASE_MS = 3_000;')],
      lease: [broker('const LOAN_MS = 2_500;', 'const LOAN_MS = 3_200;')],
      reference: [broker('const SILENCE_MS = 1_500;', 'const SILENCE_MS = 3_000;')],
    },
  },
  {
    name: 'writes-acknowledgements-after-a-second',
    wrong: false,
    sentence: 'Writes down what was acknowledged a second later.',
    killedBy: [],
    edits: {
      reference: [
        broker(
          '    if (this.messages.get(message) !== undefined) this.messages.remove(message);\n',
          '    setTimeout(() => this.messages.remove(message), 1_000);\n',
        ),
      ],
    },
  },
  {
    name: 'knows-copies',
    wrong: false,
    sentence: 'Drops the copy of a message that it has, or has had not long ago.',
    killedBy: [],
    edits: {
      reference: [
        broker(
          '    this.ready.push(this.messages.add(id, body));\n',
          '    const isKnown = this.known.includes(id);\n    this.known = [...this.known.slice(-20), id];\n' +
            '    if (!isKnown) this.ready.push(this.messages.add(id, body));\n',
        ),
        broker(
          '  private ready: number[];',
          '  private ready: number[];\n  private known: string[] = [];',
        ),
      ],
    },
  },
  {
    name: 'acknowledges-once-under-a-lease',
    wrong: false,
    sentence:
      'Does not repeat an acknowledgement: a loan ends by itself, and the message comes again.',
    killedBy: [],
    edits: {
      lease: [
        consumer(
          'while ((await this.broker.giveBack(args)) === undefined) await sleep(40);',
          'await this.broker.giveBack(args);',
        ),
      ],
    },
  },
  {
    name: 'says-nothing-of-failures',
    wrong: false,
    sentence:
      'A consumer whose handling failed says nothing, and its message comes back with time.',
    killedBy: [],
    edits: {
      lease: [
        consumer('    const args = {', "    if (outcome === 'failed') return;\n    const args = {"),
      ],
    },
  },
  {
    name: 'handles-copies-too',
    wrong: false,
    sentence: 'A consumer that gets one delivery twice handles it twice: it has one id.',
    killedBy: [],
    edits: {
      reference: [consumer('if (!this.seen.has(key)) {', 'if (!this.seen.has(`${key} `)) {')],
    },
  },
];
