import type { Mutant } from '../../run/mutant.ts';
import { lock } from './edits.ts';

export const LOCK: readonly Mutant[] = [
  {
    name: 'maybe-is-mine',
    wrong: true,
    sentence: 'Takes itself for the holder when its put ends in ErrMaybe.',
    killedBy: ['lock-in-doubt'],
    edits: {
      reference: [
        lock("return reply.err === 'OK' && reply.value === this.me;", "return reply.err === 'OK';"),
      ],
    },
  },
  {
    name: 'maybe-is-not-mine',
    wrong: true,
    sentence: "Takes the lock for another's when its put ends in ErrMaybe, and waits for itself.",
    killedBy: ['lock-in-doubt', 'lock-one-client-unreliable'],
    edits: {
      reference: [lock("if (err !== 'ErrMaybe') return", 'if (err) return')],
    },
  },
  {
    name: 'looks-only-first',
    wrong: true,
    sentence: 'Looks whether the lock is free, and then puts at whatever version it has by then.',
    killedBy: ['lock-many-clients'],
    edits: {
      reference: [
        lock(
          '    const { err } = await this.clerk.put(this.key, this.me, version);\n    this.version = version + 1;',
          "    const now = await this.clerk.get(this.key);\n    const at = now.err === 'OK' ? now.version : version;\n    const { err } = await this.clerk.put(this.key, this.me, at);\n    this.version = at + 1;",
        ),
      ],
    },
  },
  {
    name: 'refused-is-mine',
    wrong: true,
    sentence: 'Takes itself for the holder whatever its put answers.',
    killedBy: ['lock-many-clients'],
    edits: {
      reference: [lock("return err === 'OK';", 'return true;')],
      'read-back': [
        lock(
          "if (seen.err === 'OK' && seen.value === hold) break;",
          "if (seen.err === 'OK') break;",
        ),
      ],
    },
  },
  {
    name: 'one-name-for-all',
    wrong: true,
    sentence: "All clients have one name, so that none can tell its own hold from another's.",
    killedBy: ['lock-in-doubt', 'lock-many-clients-unreliable', 'swarm-locks'],
    edits: {
      reference: [lock('`client-${Math.random().toString(36).slice(2)}`', "'a client'")],
      impatient: [lock('String(Math.random())', "'a client'")],
      'read-back': [lock('`hold-${Math.random()}`', "'a hold'")],
    },
  },
  {
    name: 'any-place-in-line',
    wrong: true,
    sentence: 'Holds the lock as soon as it stands in line.',
    killedBy: ['lock-basic', 'lock-many-clients'],
    edits: {
      impatient: [
        lock('if (queue[0] === this.#me) return;', 'if (queue.includes(this.#me)) return;'),
      ],
    },
  },
  {
    name: 'releases-anothers',
    wrong: true,
    sentence: "Frees the lock until a put says OK, also when it is another's by then.",
    killedBy: ['lock-in-doubt', 'lock-many-clients-unreliable'],
    edits: {
      reference: [
        lock(
          '    await this.clerk.put(this.key, FREE, this.version);',
          "    for (;;) {\n      const reply = await this.clerk.get(this.key);\n      const version = reply.err === 'OK' ? reply.version : 0;\n      const { err } = await this.clerk.put(this.key, FREE, version);\n      if (err === 'OK') return;\n    }",
        ),
      ],
      'read-back': [
        lock(
          "    while (seen.err === 'OK' && seen.value === this.hold) {\n      await this.clerk.put(this.name, 'free', seen.version);\n",
          "    while (seen.err === 'OK') {\n      const { err } = await this.clerk.put(this.name, 'free', seen.version);\n      if (err === 'OK') return;\n",
        ),
      ],
      impatient: [
        lock(
          'queue.includes(this.#me) ? queue.filter((name) => name !== this.#me) : queue,',
          'queue.slice(1),',
        ),
      ],
    },
  },
  {
    name: 'never-releases',
    wrong: true,
    sentence: 'Leaves the lock to itself for ever.',
    killedBy: ['lock-basic'],
    edits: {
      reference: [lock('    await this.clerk.put(this.key, FREE, this.version);\n', '')],
    },
  },
  {
    name: 'one-lock-for-all-names',
    wrong: true,
    sentence: 'Keeps all locks under one key.',
    killedBy: ['lock-nested'],
    edits: {
      reference: [lock('    this.key = name;', "    this.key = name && 'lock';")],
      'read-back': [lock('    this.name = name;', "    this.name = name && 'lock';")],
    },
  },
  {
    name: 'does-not-wait',
    wrong: true,
    sentence: 'Comes back from acquire without the lock when another holds it.',
    killedBy: ['lock-basic', 'lock-many-clients'],
    edits: {
      reference: [
        lock(
          'if (holder === FREE && (await this.take(version))) return;',
          'if (holder !== FREE || (await this.take(version))) return;',
        ),
      ],
    },
  },
  {
    name: 'takes-over-a-long-hold',
    wrong: true,
    sentence:
      'Takes a holder that has kept the lock for 5 s for dead, as if the lock were a lease.',
    killedBy: ['lock-basic'],
    edits: {
      reference: [
        lock(
          '    for (;;) {\n      const reply = await this.clerk.get(this.key);\n',
          '    let [seen, sinceMs] = [-1, 0];\n    for (;;) {\n      const reply = await this.clerk.get(this.key);\n',
        ),
        lock(
          'if (holder === FREE && (await this.take(version))) return;',
          'if (version !== seen) [seen, sinceMs] = [version, performance.now()];\n      const isDead = performance.now() - sinceMs > 5_000;\n      if ((holder === FREE || isDead) && (await this.take(version))) return;',
        ),
      ],
      impatient: [
        lock(
          '      if (queue[0] === this.#me) return;\n',
          '      if (queue[0] === this.#me) return;\n      if (queue[0] !== first) sinceMs = performance.now();\n      first = queue[0];\n      if (performance.now() - sinceMs > 5_000) await this.#change((all) => all.slice(1));\n',
        ),
        lock(
          '    for (;;) {\n      const { queue } = await this.#read();\n',
          "    let first: string | undefined = '';\n    let sinceMs = 0;\n    for (;;) {\n      const { queue } = await this.#read();\n",
        ),
      ],
    },
  },
  {
    name: 'release-insists',
    wrong: true,
    sentence:
      'Puts until a release says OK, which never comes when the first copy was carried out.',
    killedBy: ['lock-in-doubt'],
    edits: {
      reference: [
        lock(
          '    await this.clerk.put(this.key, FREE, this.version);',
          "    while ((await this.clerk.put(this.key, FREE, this.version)).err !== 'OK') await sleep(POLL_MS);",
        ),
      ],
    },
  },
  {
    name: 'named-after-the-time',
    wrong: true,
    sentence: 'A client is named after the time at which it began, which others have as well.',
    killedBy: ['lock-many-clients-unreliable'],
    edits: {
      reference: [
        lock('`client-${Math.random().toString(36).slice(2)}`', '`client-${Date.now()}`'),
      ],
      impatient: [lock('String(Math.random())', 'String(Date.now())')],
    },
  },
  {
    name: 'maybe-takes-over',
    wrong: true,
    sentence: 'After ErrMaybe it puts its name over whoever is there by then.',
    killedBy: ['lock-in-doubt'],
    edits: {
      reference: [
        lock(
          "    return reply.err === 'OK' && reply.value === this.me;",
          "    if (reply.err !== 'OK') return false;\n    if (reply.value === this.me) return true;\n    this.version = reply.version + 1;\n    return (await this.clerk.put(this.key, this.me, reply.version)).err === 'OK';",
        ),
      ],
    },
  },
  {
    name: 'ignores-the-holder',
    wrong: true,
    sentence: 'Puts its name at the version that it saw, whoever had the lock.',
    killedBy: ['lock-basic'],
    edits: {
      reference: [lock('if (holder === FREE && (await', "if (holder !== 'x' && (await")],
      'read-back': [
        lock("else if (seen.value === 'free') await", 'else if (seen.value !== hold) await'),
      ],
    },
  },
];
