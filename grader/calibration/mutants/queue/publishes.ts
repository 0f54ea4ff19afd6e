import { broker, publisher, type Mutant } from './mutant.ts';

/** The way of a message to its broker, and what it is known by. */
export const PUBLISHES: readonly Mutant[] = [
  {
    name: 'hears-nothing-and-resolves',
    wrong: true,
    sentence: 'A publish without an answer resolves like one with an answer.',
    killedBy: ['confirm-lost', 'unreliable'],
    edits: {
      lease: [publisher('?.ok === true;', '?.ok !== false;')],

      reference: [
        publisher(
          'while ((await this.broker.publish({ id, body })) === undefined) await sleep(RESEND_MS);',
          'await this.broker.publish({ id, body });\n    await sleep(RESEND_MS - 100);',
        ),
      ],
    },
  },
  {
    name: 'gives-up-after-ten',
    wrong: true,
    sentence: 'Sends a message ten times, and takes it for published then.',
    killedBy: ['confirm-lost'],
    edits: {
      lease: [
        publisher(
          '    while (!isThere) {',
          '    for (let sends = 0; !isThere && sends < 10; sends++) {',
        ),
      ],

      reference: [
        publisher(
          'while ((await this.broker.publish({ id, body })) === undefined) await sleep(RESEND_MS);',
          'for (let sends = 0; sends < 10; sends++) {\n' +
            '      if ((await this.broker.publish({ id, body })) !== undefined) return;\n' +
            '      await sleep(RESEND_MS);\n    }',
        ),
      ],
    },
  },
  {
    name: 'new-id-for-each-send',
    wrong: true,
    sentence: 'A message that is sent again is another message.',
    killedBy: ['resent', 'swarm-queue'],
    edits: {
      lease: [
        publisher(
          'this.broker.put({ id, body })',
          `this.broker.put({ id: \`\${id} \${Math.random()}\`, body })`,
        ),
      ],

      reference: [
        publisher(
          '    const id = `${this.life}/${this.published++}`;\n' +
            '    while ((await this.broker.publish({ id, body })) === undefined) await sleep(RESEND_MS);',
          '    const id = (): string => `${this.life}/${this.published++}`;\n' +
            '    while ((await this.broker.publish({ id: id(), body })) === undefined) await sleep(RESEND_MS);',
        ),
      ],
    },
  },
  {
    name: 'id-of-the-broker',
    wrong: true,
    sentence:
      'The id is the number that the broker gives a message, so that each copy has one of its own.',
    killedBy: ['resent', 'swarm-queue'],
    edits: {
      lease: [
        broker(
          'return { message, loan: loans, id, body,',
          `return { message, loan: loans, id: \`\${message}\${id.slice(0, 0)}\`, body,`,
        ),
      ],

      reference: [
        broker(
          'const delivery = { id, body, redelivered: deliveries > 1 };',
          'const delivery = { id: `${number}${id.slice(0, 0)}`, body, redelivered: deliveries > 1 };',
        ),
      ],
    },
  },
  {
    name: 'ids-begin-anew',
    wrong: true,
    sentence: 'A publisher that restarts counts its ids from the beginning.',
    killedBy: ['resent'],
    edits: {
      'long-poll': [
        publisher(`const life = (node.store.get<number>('life') ?? 0) + 1;`, 'const life = 1;'),
      ],
      lease: [publisher('private readonly start = Math.random();', 'private readonly start = 0;')],

      reference: [publisher('`${node.name}/${Math.random().toString(36).slice(2)}`', 'node.name')],
    },
  },
  {
    name: 'body-is-the-id',
    wrong: true,
    sentence: 'Takes two messages with one body for the same.',
    killedBy: ['equal-bodies'],
    edits: {
      lease: [
        publisher(
          `const id = \`\${this.node.name} \${this.start} \${this.count++}\`;`,
          `const id = \`\${this.node.name.slice(0, 0)}\${body}\${this.count++ > this.start ? "" : ""}\`;`,
        ),
      ],

      reference: [
        publisher(
          'const id = `${this.life}/${this.published++}`;',
          'const id = `${this.life.slice(0, 0)}${body}${this.published++ && ""}`;',
        ),
      ],
    },
  },
  {
    name: 'id-of-the-count-alone',
    wrong: true,
    sentence: 'Two publishers count their ids alike.',
    killedBy: ['equal-bodies', 'traffic'],
    edits: {
      reference: [
        publisher(
          '`${node.name}/${Math.random().toString(36).slice(2)}`',
          '`life${node.name.slice(0, 0)}`',
        ),
      ],
    },
  },
  {
    name: 'takes-equal-bodies-for-copies',
    wrong: true,
    sentence:
      'The broker drops a message whose body it has already: it takes it for a second copy.',
    killedBy: ['equal-bodies'],
    edits: {
      reference: [
        broker(
          '    this.ready.push(this.messages.add(id, body));\n',
          '    const isKnown = this.messages.numbers.some((each) => this.messages.get(each)?.body === body);\n' +
            '    if (!isKnown) this.ready.push(this.messages.add(id, body));\n',
        ),
      ],
    },
  },
  {
    name: 'saves-its-count-too-late',
    wrong: true,
    sentence: 'Keeps the count of its ids on the disk, but writes it when a publish is confirmed.',
    killedBy: ['resent'],
    edits: {
      reference: [
        publisher(
          '`${node.name}/${Math.random().toString(36).slice(2)}`;',
          "node.name;\n    this.store = node.store;\n    this.published = node.store.get<number>('published') ?? 0;",
        ),
        publisher(
          '  private published = 0;',
          "  private published: number;\n  private readonly store: Node<unknown>['store'];",
        ),
        publisher(
          '=== undefined) await sleep(RESEND_MS);',
          '=== undefined) await sleep(RESEND_MS);\n    this.store.write({ published: this.published });',
        ),
      ],
    },
  },
  {
    name: 'takes-older-for-copies',
    wrong: true,
    sentence: 'Takes a message for a copy when it has had a later one of the same publisher.',
    killedBy: ['traffic', 'prefetch'],
    edits: {
      reference: [
        broker(
          '    this.ready.push(this.messages.add(id, body));\n',
          "    const [life, count] = [id.slice(0, id.lastIndexOf('/')), Number(id.slice(id.lastIndexOf('/') + 1))];\n" +
            '    if (count < (this.latest.get(life) ?? 0)) return null;\n    this.latest.set(life, count);\n' +
            '    this.ready.push(this.messages.add(id, body));\n',
        ),
        broker(
          '  private ready: number[];',
          '  private ready: number[];\n  private readonly latest = new Map<string, number>();',
        ),
      ],
    },
  },
  {
    name: 'id-of-the-time',
    wrong: true,
    sentence: 'Takes the time for an id: two messages of one moment have the same.',
    killedBy: ['traffic', 'prefetch'],
    edits: {
      lease: [
        publisher(
          '`${this.node.name} ${this.start} ${this.count++}`',
          '`${this.node.name} ${Date.now() + this.start * this.count}`',
        ),
      ],
    },
  },
];
