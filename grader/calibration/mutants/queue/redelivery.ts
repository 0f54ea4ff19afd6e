import { broker, consumer, messages, type Mutant } from './mutant.ts';

/** Messages that are handed out again, and again, and then no more. */
export const REDELIVERY: readonly Mutant[] = [
  {
    name: 'failed-keeps-its-place',
    wrong: true,
    sentence: 'A message that failed stays with its consumer, which does nothing with it any more.',
    killedBy: ['poison', 'poison-and-crashes'],
    edits: {
      reference: [
        consumer(
          'const outcome = await this.work.handle(delivery);',
          "const outcome = await this.work.handle(delivery);\n    if (outcome === 'failed') return;",
        ),
      ],
    },
  },
  {
    name: 'failed-is-done',
    wrong: true,
    sentence: 'Acknowledges a message that failed as if it were done.',
    killedBy: ['poison'],
    edits: {
      'long-poll': [consumer(`isDone: outcome === 'done'`, 'isDone: outcome.length > 0')],
      lease: [consumer(`isDone: outcome === 'done'`, 'isDone: outcome.length > 0')],

      reference: [
        broker(
          "if (outcome === 'done') this.finish(message);",
          "if (outcome === 'done' || isItsOwn) this.finish(message);",
        ),
      ],
    },
  },
  {
    name: 'dead-at-the-first-failure',
    wrong: true,
    sentence: 'Takes a message for dead when it has failed once.',
    killedBy: ['poison', 'poison-and-crashes'],
    edits: {
      reference: [
        broker(
          'else if (isItsOwn) this.putBack(message);',
          'else if (isItsOwn) {\n      const failed = this.messages.get(message);\n' +
            '      if (failed !== undefined) this.messages.bury(message, failed);\n    }',
        ),
      ],
    },
  },
  {
    name: 'no-limit',
    wrong: true,
    sentence: 'Hands a message out until it is done.',
    killedBy: ['poison', 'deadly'],
    edits: {
      'long-poll': [
        broker('row.turn < this.#max', 'row.turn > 0'),
        broker('row.turn >= this.#max', 'row.turn < 0'),
      ],
      lease: [broker('each.loans >= this.loansMax', 'each.loans < 0')],

      reference: [broker('message.deliveries >= this.deliveriesMax', 'message.deliveries < 0')],
    },
  },
  {
    name: 'one-more-than-the-limit',
    wrong: true,
    sentence: 'Hands a message out once more than it may.',
    killedBy: ['poison', 'deadly'],
    edits: {
      'long-poll': [
        broker('row.turn < this.#max', 'row.turn <= this.#max'),
        broker('row.turn >= this.#max', 'row.turn > this.#max'),
      ],
      lease: [broker('each.loans >= this.loansMax', 'each.loans > this.loansMax')],

      reference: [
        broker(
          'message.deliveries >= this.deliveriesMax',
          'message.deliveries > this.deliveriesMax',
        ),
      ],
    },
  },
  {
    name: 'one-less-than-the-limit',
    wrong: true,
    sentence: 'Takes a message for dead one hand-out too early.',
    killedBy: ['poison'],
    edits: {
      'long-poll': [broker('row.turn < this.#max', 'row.turn < this.#max - 1')],
      lease: [broker('each.loans >= this.loansMax', 'each.loans >= this.loansMax - 1')],

      reference: [
        broker(
          'message.deliveries >= this.deliveriesMax',
          'message.deliveries >= this.deliveriesMax - 1',
        ),
      ],
    },
  },
  {
    name: 'counts-only-failures',
    wrong: true,
    sentence: 'Does not count a hand-out when the consumer dies of it.',
    killedBy: ['deadly'],
    edits: {
      reference: [
        broker(
          'for (const message of inHand.keys()) this.putBack(message);',
          'for (const message of inHand.keys()) {\n' +
            '      const known = this.messages.get(message);\n' +
            '      if (known !== undefined) this.messages.countDelivery(message, { ...known, deliveries: known.deliveries - 2 });\n' +
            '      this.putBack(message);\n    }',
        ),
      ],
    },
  },
  {
    name: 'counts-in-memory',
    wrong: true,
    sentence: 'Counts hand-outs in memory, and from the beginning after a restart.',
    killedBy: ['poison-and-crashes', 'first-or-again'],
    edits: {
      'long-poll': [
        broker(
          `        this.#node.store.write({ [key]: { ...row } });
`,
          '',
        ),
      ],
      lease: [
        broker(
          'items: this.items, dead',
          'items: this.items.map((each) => ({ ...each, loans: 0 })), dead',
        ),
      ],

      reference: [
        messages(
          '    this.store.write({ [keyOf(MESSAGE, number)]: { ...counted } });\n    return counted;',
          '    this.counts.set(number, counted.deliveries);\n    return counted;',
        ),
        messages(
          '    return this.store.get<Message>(keyOf(MESSAGE, number));',
          '    const message = this.store.get<Message>(keyOf(MESSAGE, number));\n' +
            '    return message && { ...message, deliveries: this.counts.get(number) ?? 0 };',
        ),
        messages(
          '  private readonly store: Store;',
          '  private readonly store: Store;\n  private readonly counts = new Map<number, number>();',
        ),
      ],
    },
  },
  {
    name: 'deletes-then-buries',
    wrong: true,
    sentence: 'Removes a message from the queue, and then writes the dead letter.',
    killedBy: ['walk-dead-letter'],
    edits: {
      'long-poll': [
        broker(
          `this.#node.store.write({ [key]: undefined, [key.replace('row:', 'dead:')]: row.body });`,
          `this.#node.store.write({ [key]: undefined });
    this.#node.store.write({ [key.replace('row:', 'dead:')]: row.body });`,
        ),
      ],
      lease: [
        broker(
          '    this.dead = [...this.dead',
          `    this.save();
    this.dead = [...this.dead`,
        ),
      ],

      reference: [
        messages(
          'this.store.write({ [keyOf(MESSAGE, number)]: undefined, [keyOf(DEAD, number)]: body });',
          'this.remove(number);\n    this.store.write({ [keyOf(DEAD, number)]: body });',
        ),
      ],
    },
  },
  {
    name: 'buries-then-deletes',
    wrong: true,
    sentence:
      'Writes a dead letter under a name of its own, and then removes the message from the queue.',
    killedBy: ['walk-dead-letter'],
    edits: {
      lease: [
        broker(
          `    this.items = this.items.filter((each) => !due.includes(each));
    this.dead = [...this.dead, ...due.map(({ body }) => body)];
`,
          `    this.dead = [...this.dead, ...due.map(({ body }) => body)];
    this.save();
    this.items = this.items.filter((each) => !due.includes(each));
`,
        ),
      ],

      reference: [
        messages(
          'this.store.write({ [keyOf(MESSAGE, number)]: undefined, [keyOf(DEAD, number)]: body });',
          'this.store.write({ [`${DEAD}${Math.random()}`]: body });\n    this.remove(number);',
        ),
      ],
    },
  },
  {
    name: 'dead-letters-in-memory',
    wrong: true,
    sentence: 'Keeps dead letters in memory.',
    killedBy: ['poison-and-crashes'],
    edits: {
      'long-poll': [broker(`, [key.replace('row:', 'dead:')]: row.body`, '')],
      lease: [broker('dead: this.dead };', 'dead: [] };')],

      reference: [
        messages(
          'this.store.write({ [keyOf(MESSAGE, number)]: undefined, [keyOf(DEAD, number)]: body });',
          'this.remove(number);\n    this.dead.push(body);',
        ),
        messages(
          "return this.store.keys(DEAD).map((key) => this.store.get<string>(key) ?? '');",
          'return [...this.store.keys(DEAD), ...this.dead];',
        ),
        messages(
          '  private readonly store: Store;',
          '  private readonly store: Store;\n  private readonly dead: string[] = [];',
        ),
      ],
    },
  },
  {
    name: 'never-marks',
    wrong: true,
    sentence: 'Never marks a message as redelivered.',
    killedBy: ['first-or-again', 'consumer-dies'],
    edits: {
      'long-poll': [broker('redelivered: turn > 1', 'redelivered: false')],
      lease: [broker('isAgain: loans > 1', 'isAgain: false')],
      reference: [broker('redelivered: deliveries > 1', 'redelivered: false')],
    },
  },
  {
    name: 'marks-failures-only',
    wrong: true,
    sentence: 'Marks a message as redelivered when it failed, and not when its consumer died.',
    killedBy: ['consumer-dies', 'first-or-again'],
    edits: {
      reference: [
        broker('redelivered: deliveries > 1', 'redelivered: this.failed.has(number)'),
        broker(
          'else if (isItsOwn) this.putBack(message);',
          'else if (isItsOwn) {\n      this.failed.add(message);\n      this.putBack(message);\n    }',
        ),
        broker(
          '  private finish(message: number): void {',
          '  private readonly failed = new Set<number>();\n\n  private finish(message: number): void {',
        ),
      ],
    },
  },
  {
    name: 'forgets-the-mark',
    wrong: true,
    sentence: 'Does not know after a restart that a message was handed out before.',
    killedBy: ['first-or-again'],
    edits: {
      reference: [
        broker('redelivered: deliveries > 1', 'redelivered: this.handed.has(number)'),
        broker(
          '    void this.deliver(subscription,',
          '    this.handed.add(number);\n    void this.deliver(subscription,',
        ),
        broker(
          '  private finish(message: number): void {',
          '  private readonly handed = new Set<number>();\n\n  private finish(message: number): void {',
        ),
      ],
    },
  },
  {
    name: 'buries-and-keeps',
    wrong: true,
    sentence: 'Writes a dead letter, and forgets only in memory that the message is in the queue.',
    killedBy: ['poison-and-crashes', 'walk-dead-letter'],
    edits: {
      reference: [
        messages(
          'this.store.write({ [keyOf(MESSAGE, number)]: undefined, [keyOf(DEAD, number)]: body });',
          'const kept = this.get(number);\n    this.store.write({ [keyOf(DEAD, number)]: body, [keyOf(MESSAGE, number)]: { ...kept, deliveries: 0 } });',
        ),
      ],
    },
  },
];
