import { broker, messages, type Mutant } from './mutant.ts';

/** What a broker knows after a restart. */
export const MEMORY: readonly Mutant[] = [
  {
    name: 'confirms-then-saves',
    wrong: true,
    sentence: 'Confirms a message, and saves it a moment later.',
    killedBy: ['walk-broker'],
    edits: {
      'long-poll': [
        broker(
          `    this.#node.store.write(changes);
    this.#serve();`,
          `    setTimeout(() => {
      this.#node.store.write(changes);
      this.#serve();
    }, 5);`,
        ),
      ],
      lease: [
        broker(
          `loans: 0 });
    this.save();`,
          `loans: 0 });
    setTimeout(() => this.save(), 5);`,
        ),
      ],

      reference: [
        broker(
          '    this.ready.push(this.messages.add(id, body));\n    this.handOut();\n',
          '    setTimeout(() => {\n      this.ready.push(this.messages.add(id, body));\n      this.handOut();\n    }, 5);\n',
        ),
      ],
    },
  },
  {
    name: 'queue-in-memory',
    wrong: true,
    sentence: 'Keeps the messages in memory.',
    killedBy: ['broker-restarts', 'walk-broker'],
    edits: {
      lease: [
        broker(
          `const saved = node.store.get<Saved>('queue');`,
          'const saved = undefined as Saved | undefined;',
        ),
      ],

      reference: [
        messages(
          'this.store = store;',
          'const rows = new Map<string, unknown>();\n    this.store = {\n' +
            '      ...store,\n      bytes: 0,\n' +
            '      get: (key: string) => rows.get(key) as undefined,\n' +
            '      keys: (prefix = "") => [...rows.keys()].filter((key) => key.startsWith(prefix)).toSorted(),\n' +
            '      write: (changes: Readonly<Record<string, unknown>>) => {\n' +
            '        for (const [key, value] of Object.entries(changes)) {\n' +
            '          if (value === undefined) rows.delete(key);\n          else rows.set(key, value);\n' +
            '        }\n      },\n    };',
        ),
      ],
    },
  },
  {
    name: 'acknowledgements-in-memory',
    wrong: true,
    sentence: 'Does not write down that a message was acknowledged.',
    killedBy: ['quiet-restart', 'traffic'],
    edits: {
      'long-poll': [
        broker(
          `      this.#node.store.write({ [key]: undefined });
`,
          '',
        ),
      ],
      lease: [
        broker(
          `      this.lentUntilMs.delete(item.message);
      this.save();`,
          '      this.lentUntilMs.delete(item.message);',
        ),
      ],

      reference: [
        broker(
          '    if (this.messages.get(message) !== undefined) this.messages.remove(message);\n',
          '',
        ),
      ],
    },
  },
  {
    name: 'acknowledgements-written-late',
    wrong: true,
    sentence: 'Writes down what was acknowledged ten seconds later.',
    killedBy: ['quiet-restart'],
    edits: {
      reference: [
        broker(
          '    if (this.messages.get(message) !== undefined) this.messages.remove(message);\n',
          '    setTimeout(() => this.messages.remove(message), 10_000);\n',
        ),
      ],
    },
  },
  {
    name: 'restarts-without-what-was-handed-out',
    wrong: true,
    sentence: 'After a restart it knows only what it had not handed out yet.',
    killedBy: ['walk-broker', 'first-or-again'],
    edits: {
      reference: [
        broker(
          'this.ready = this.messages.numbers;',
          'this.ready = this.messages.numbers.filter((each) => this.messages.get(each)?.deliveries === 0);',
        ),
      ],
    },
  },
  {
    name: 'numbers-begin-anew',
    wrong: true,
    sentence:
      'Numbers messages on from those that it finds: an old acknowledgement settles a new message.',
    killedBy: ['late-ack'],
    edits: {
      lease: [
        broker(
          'this.last = saved?.last ?? 0;',
          'this.last = Math.max(0, ...(saved?.items ?? []).map(({ message }) => message));',
        ),
      ],

      reference: [
        messages(
          'const number = this.store.get<number>(NEXT) ?? 0;',
          'const number = (this.numbers.at(-1) ?? -1) + 1;',
        ),
      ],
    },
  },
  {
    name: 'counts-messages-in-memory',
    wrong: true,
    sentence: 'Begins to number messages at 0 after a restart, over those that are there.',
    killedBy: ['broker-restarts', 'walk-broker'],
    edits: {
      'long-poll': [
        broker(`this.#life = (store.get<number>('life') ?? 0) + 1;`, 'this.#life = 1;'),
      ],
      lease: [broker('this.last = saved?.last ?? 0;', 'this.last = 0;')],

      reference: [
        messages(
          'const number = this.store.get<number>(NEXT) ?? 0;',
          'const number = this.added++;',
        ),
        messages(
          '  private readonly store: Store;',
          '  private readonly store: Store;\n  private added = 0;',
        ),
      ],
    },
  },
];
