import { broker, consumer, protocol, type Mutant } from './mutant.ts';

/** Consumers die, sleep and come back. */
export const DEATHS: readonly Mutant[] = [
  {
    name: 'forgets-what-it-handed-out',
    wrong: true,
    sentence: 'Removes a message when it hands it out.',
    killedBy: ['consumer-dies', 'consumer-restarts'],
    edits: {
      'long-poll': [
        broker(
          'this.#node.store.write({ [key]: { ...row } });',
          `this.#forget(key);
        this.#node.store.write({ [key]: undefined });`,
        ),
      ],
      lease: [
        broker(
          '    return free.map(',
          `    this.items = this.items.filter((each) => !free.includes(each));
    this.save();
    return free.map(`,
        ),
      ],

      reference: [
        broker(
          '    subscription.inHand.set(number, deliveries);\n',
          '    subscription.inHand.set(number, deliveries);\n    this.messages.remove(number);\n',
        ),
      ],
    },
  },
  {
    name: 'acknowledges-first',
    wrong: true,
    sentence: 'Acknowledges a message before it is handled.',
    killedBy: ['consumer-dies', 'consumer-restarts'],
    edits: {
      lease: [
        consumer(
          'const outcome = await',
          `await this.broker.giveBack({ message, loan, isDone: true });
    const outcome = await`,
        ),
      ],

      reference: [
        consumer(
          'const outcome = await this.work.handle(delivery);',
          "await this.broker.settle({ ...this.session, ...ticket, outcome: 'done' });\n" +
            '    const outcome = await this.work.handle(delivery);',
        ),
      ],
    },
  },
  {
    name: 'never-takes-back',
    wrong: true,
    sentence: 'Never hands out again what a dead consumer had.',
    killedBy: ['consumer-dies', 'consumer-sleeps'],
    edits: {
      'long-poll': [
        broker('if (endMs < Date.now()) this.#release(key);', 'if (endMs < 0) this.#release(key);'),
      ],
      lease: [
        broker(
          'return (this.lentUntilMs.get(message) ?? 0) <= Date.now();',
          'return !this.lentUntilMs.has(message);',
        ),
      ],

      reference: [broker('    for (const message of inHand.keys()) this.putBack(message);\n', '')],
    },
  },
  {
    name: 'takes-only-failed-calls-for-death',
    wrong: true,
    sentence: 'Takes a consumer for dead when a call to it fails: a sleeper fails none.',
    killedBy: ['consumer-sleeps'],
    edits: {
      reference: [
        broker(
          '      if (Date.now() - subscription.heardAtMs > SILENCE_MS) this.drop(subscription);',
          '      void this.node.to<ConsumerRpc>(subscription.consumer).ping({}).then((reply) => {\n' +
            '        if (reply === undefined) this.drop(subscription);\n      });',
        ),
        protocol(
          'export interface ConsumerRpc {',
          'export interface ConsumerRpc {\n  ping(args: object): null;',
        ),
        consumer(
          '  private async staySubscribed',
          '  ping(): null {\n    return null;\n  }\n\n  private async staySubscribed',
        ),
      ],
    },
  },
  {
    name: 'forgets-sleepers',
    wrong: true,
    sentence: 'Hands nothing any more to a consumer that it took for dead.',
    killedBy: ['consumer-sleeps'],
    edits: {
      reference: [
        broker(
          '    const heardAtMs = Date.now();\n',
          '    const heardAtMs = Date.now();\n    if (this.dead.has(session)) return null;\n',
        ),
        broker(
          '  private drop({ consumer, session, inHand }: Subscription): void {\n',
          '  private readonly dead = new Set<string>();\n\n' +
            '  private drop({ consumer, session, inHand }: Subscription): void {\n    this.dead.add(session);\n',
        ),
      ],
    },
  },
  {
    name: 'waits-too-long',
    wrong: true,
    sentence: 'Takes a silent consumer for dead after 8 s.',
    killedBy: ['consumer-dies', 'consumer-sleeps'],
    edits: {
      'long-poll': [broker('const LEASE_MS = 1_200;', 'const LEASE_MS = 8_000;')],
      lease: [broker('const LOAN_MS = 2_500;', 'const LOAN_MS = 8_000;')],
      reference: [broker('const SILENCE_MS = 1_500;', 'const SILENCE_MS = 8_000;')],
    },
  },
  {
    name: 'old-words-for-new',
    wrong: true,
    sentence:
      'Numbers the deliveries of each session from 1: an old acknowledgement settles a new message.',
    killedBy: ['consumer-restarts'],
    edits: {
      reference: [
        broker(
          '    const subscription = this.subscriptions.get(consumer);\n    const isItsOwn =\n' +
            '      subscription?.session === session && subscription.inHand.get(message) === attempt;\n',
          '    const subscription = this.subscriptions.get(consumer);\n' +
            '    const message = this.tags.get(consumer)?.[tag];\n' +
            '    if (message === undefined || session === attempt.toString()) return null;\n' +
            '    const isItsOwn = subscription?.inHand.has(message) === true;\n',
        ),
        broker('    message,\n    attempt,\n', '    message: tag,\n    attempt,\n'),
        broker(
          '    void this.deliver(subscription, { message: number, attempt: deliveries }, delivery);',
          '    const tags = this.tags.get(subscription.consumer) ?? [];\n' +
            '    this.tags.set(subscription.consumer, [...tags, number]);\n' +
            '    void this.deliver(subscription, { message: tags.length, attempt: deliveries }, delivery);',
        ),
        broker(
          '    while (inHand.get(ticket.message) === ticket.attempt) {',
          '    while (this.subscriptions.get(consumer)?.session === session) {',
        ),
        broker(
          '      this.subscriptions.set(consumer, {',
          '      this.tags.delete(consumer);\n      this.subscriptions.set(consumer, {',
        ),
        broker(
          '  private finish(message: number): void {',
          '  private readonly tags = new Map<string, number[]>();\n\n  private finish(message: number): void {',
        ),
      ],
    },
  },
  {
    name: 'comes-back-unknown',
    wrong: true,
    sentence: 'A consumer subscribes once, and a broker that has restarted does not know it.',
    killedBy: ['broker-restarts', 'walk-broker'],
    edits: {
      reference: [
        consumer(
          '      void this.broker.subscribe({ ...this.session, prefetch });',
          '      void this.broker.subscribe({ ...this.session, prefetch: isFirst ? prefetch : 0 });\n      isFirst = false;',
        ),
        consumer(
          '    for (;;) {\n      void',
          '    let isFirst = true;\n    for (;;) {\n      void',
        ),
      ],
    },
  },
  {
    name: 'acknowledges-once',
    wrong: true,
    sentence: 'Does not say again that it has handled a message when nobody answers.',
    killedBy: ['ack-lost'],
    edits: {
      reference: [
        consumer(
          'while ((await this.broker.settle({ ...this.session, ...ticket, outcome })) === undefined) {\n      await sleep(RESEND_MS);\n    }',
          'await this.broker.settle({ ...this.session, ...ticket, outcome });\n    await sleep(RESEND_MS);',
        ),
      ],
    },
  },
  {
    name: 'takes-back-one',
    wrong: true,
    sentence: 'Takes back one message of a consumer that died, and not all of them.',
    killedBy: ['consumer-dies', 'consumer-sleeps'],
    edits: {
      reference: [
        broker(
          'for (const message of inHand.keys()) this.putBack(message);',
          'for (const message of [...inHand.keys()].slice(0, 1)) this.putBack(message);',
        ),
      ],
    },
  },
  {
    name: 'late-words-are-an-error',
    wrong: true,
    sentence: 'Throws when somebody acknowledges a message that it does not know any more.',
    killedBy: ['consumer-sleeps', 'unreliable'],
    edits: {
      reference: [
        broker(
          "    if (outcome === 'done') this.finish(message);",
          '    if (this.messages.get(message) === undefined) throw new Error(`unknown message ${message}`);\n' +
            "    if (outcome === 'done') this.finish(message);",
        ),
      ],
      lease: [
        broker(
          '    if (item !== undefined && args.isDone) {',
          '    if (item === undefined) throw new Error(`unknown message ${args.message}`);\n    if (args.isDone) {',
        ),
      ],
    },
  },
  {
    name: 'one-name-one-life',
    wrong: true,
    sentence:
      'Takes a consumer that has restarted for the one that it was, which still has its messages.',
    killedBy: ['consumer-restarts'],
    edits: {
      reference: [
        broker(
          'if (known?.session === session) known.heardAtMs',
          'if (known !== undefined) known.heardAtMs',
        ),
        broker(
          'subscription?.session === session && subscription.inHand',
          'subscription !== undefined && subscription.inHand',
        ),
        consumer(
          '    if (session !== this.session.session) return false;\n',
          '    if (session.length === 0) return false;\n',
        ),
      ],
    },
  },
  {
    name: 'hands-out-once-and-hopes',
    wrong: true,
    sentence: 'Does not send a delivery again that got lost on its way to a consumer that lives.',
    killedBy: ['unreliable'],
    edits: {
      reference: [
        broker('      if (isThere === true) return;', '      if (isThere !== false) return;'),
      ],
    },
  },
];
