import type { Mutant } from '../../run/mutant.ts';
import { leaseLock } from './edits.ts';

export const LEASE_LOCK: readonly Mutant[] = [
  {
    name: 'no-fencing',
    wrong: true,
    sentence: 'Writes under any token, whatever token the key was written under.',
    killedBy: ['paused-holder', 'late-write'],
    edits: {
      reference: [
        leaseLock(
          "      if (reply.err === 'OK' && readGuarded(reply.value).token > token) return { err: 'ErrFenced' };\n",
          '',
        ),
      ],
      'read-back': [
        leaseLock("      if (old.token > note.token) return { err: 'ErrFenced' };\n", ''),
      ],
    },
  },
  {
    name: 'fences-by-the-clock',
    wrong: true,
    sentence: 'Looks at the clock before a guarded write, and at no token.',
    killedBy: ['late-write'],
    edits: {
      reference: [
        leaseLock(
          "      if (reply.err === 'OK' && readGuarded(reply.value).token > token) return { err: 'ErrFenced' };\n",
          '',
        ),
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
  {
    name: 'checks-the-token-too-early',
    wrong: true,
    sentence: 'Compares tokens, then puts at a version that it looked up afterwards.',
    killedBy: ['late-write'],
    edits: {
      reference: [
        leaseLock(
          "      const version = reply.err === 'OK' ? reply.version : 0;\n",
          "      const again = await this.clerk.get(key);\n      const version = again.err === 'OK' ? again.version : 0;\n",
        ),
      ],
    },
  },
  {
    name: 'token-of-its-own',
    wrong: true,
    sentence: 'Counts its own holds, so that tokens of different clients say nothing.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [
        leaseLock(
          '      if ((seen.holder',
          '      const before = this.holds;\n      if ((seen.holder',
        ),
        leaseLock(
          '(await this.take(seen.version))) return this.token;',
          '(await this.take(seen.version))) {\n        this.holds = before + 1;\n        return this.holds;\n      }',
        ),
        leaseLock('  private token = 0;', '  private token = 0;\n  private holds = 0;'),
      ],
    },
  },
  {
    name: 'token-stays',
    wrong: true,
    sentence: 'A hold that was taken over has the token of the one before.',
    killedBy: ['paused-holder', 'lease-expires'],
    edits: {
      impatient: [
        leaseLock(
          'token: lease.token + 1',
          'token: lease.holder === null ? lease.token + 1 : lease.token',
        ),
      ],
      'read-back': [
        leaseLock(
          "token: old.token + 1, value: 'held'",
          "token: old.value === 'held' ? old.token : old.token + 1, value: 'held'",
        ),
      ],
    },
  },
  {
    name: 'late-release-frees-anothers',
    wrong: true,
    sentence: "A release after the lease gives up the next holder's hold.",
    killedBy: ['paused-holder'],
    edits: {
      reference: [
        leaseLock(
          '    await this.clerk.put(this.key, FREE, this.token);',
          '    const { version } = await this.look();\n    await this.clerk.put(this.key, FREE, version);',
        ),
      ],
      impatient: [
        leaseLock(
          'if (lease.token !== token || lease.holder === null) return;',
          'if (lease.token < token || lease.holder === null) return;',
        ),
      ],
      'read-back': [
        leaseLock(
          "if (old.token !== token || old.value !== 'held') return;\n      await this.replace(this.name, { by: unique(), token, value: 'free' }, version);",
          "if (old.value !== 'held' || old.token < token) return;\n      await this.replace(this.name, { ...old, by: unique(), value: 'free' }, version);",
        ),
      ],
    },
  },
  {
    name: 'leases-never-end',
    wrong: true,
    sentence: 'Waits for a release, however long it takes.',
    killedBy: ['lease-expires', 'paused-holder'],
    edits: {
      reference: [
        leaseLock(
          'const isOver = performance.now() - seenSinceMs >= this.leaseMs;',
          'const isOver = seenSinceMs < 0;',
        ),
      ],
      impatient: [leaseLock('overMs - performance.now()', '5')],
    },
  },
  {
    name: 'leases-end-at-once',
    wrong: true,
    sentence: 'Takes the lock over without waiting for its lease to end.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [leaseLock('>= this.leaseMs;', '>= 0;')],
      impatient: [leaseLock('if (left <= 0) {', 'if (left <= this.#leaseMs) {')],
      'read-back': [
        leaseLock('performance.now() + this.leaseMs', 'performance.now() + this.leaseMs / 100'),
      ],
    },
  },
  {
    name: 'waits-one-lease-in-all',
    wrong: true,
    sentence: 'Counts the lease from when it began to wait, not from when the holder changed.',
    killedBy: ['lease-expires'],
    edits: {
      reference: [
        leaseLock(
          '      if (now.version !== seen.version) seenSinceMs = performance.now();\n',
          '      if (seen.version < 0) seenSinceMs = performance.now();\n',
        ),
      ],
    },
  },
  {
    name: 'maybe-is-a-hold',
    wrong: true,
    sentence: 'Takes itself for the holder when its put ends in ErrMaybe.',
    killedBy: ['lease-in-doubt', 'swarm-leases'],
    edits: {
      reference: [
        leaseLock(
          'if (now.holder !== this.me || now.version !== token) return false;',
          'if (now.version < token) return false;',
        ),
      ],
    },
  },
  {
    name: 'maybe-is-written',
    wrong: true,
    sentence: 'Takes a guarded write that ends in ErrMaybe for done.',
    killedBy: ['lease-in-doubt'],
    edits: {
      reference: [
        leaseLock(
          "      if (err === 'OK') return { err };\n    }\n  }\n\n  async read",
          "      if (err === 'OK' || err === 'ErrMaybe') return { err: 'OK' };\n    }\n  }\n\n  async read",
        ),
      ],
    },
  },
  {
    name: 'lease-release-is-lost',
    wrong: true,
    sentence: 'Does not give the lock up, and lets its lease run out.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [leaseLock('    await this.clerk.put(this.key, FREE, this.token);\n', '')],
    },
  },
  {
    name: 'maybe-is-fenced',
    wrong: true,
    sentence: 'Takes a guarded write that ends in ErrMaybe for fenced.',
    killedBy: ['lease-in-doubt'],
    edits: {
      reference: [
        leaseLock(
          "      if (err === 'OK') return { err };\n    }\n  }\n\n  async read",
          "      if (err === 'OK') return { err };\n      if (err === 'ErrMaybe') return { err: 'ErrFenced' };\n    }\n  }\n\n  async read",
        ),
      ],
    },
  },
  {
    name: 'releases-whoever-holds',
    wrong: true,
    sentence:
      'A release that ends in ErrMaybe is made again, at whatever version the lock has by then.',
    killedBy: ['late-release'],
    edits: {
      reference: [
        leaseLock(
          '    await this.clerk.put(this.key, FREE, this.token);',
          '    const { err } = await this.clerk.put(this.key, FREE, this.token);\n' +
            "    if (err === 'ErrMaybe') await this.clerk.put(this.key, FREE, (await this.look()).version);",
        ),
      ],
    },
  },
  {
    name: 'watches-the-holder',
    wrong: true,
    sentence:
      'Watches the name of the holder, which is the same when that client takes the lock anew.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [
        leaseLock(
          'if (now.version !== seen.version) seenSinceMs',
          'if (now.holder !== seen.holder) seenSinceMs',
        ),
      ],
    },
  },
  {
    name: 'reads-under-its-own-token',
    wrong: true,
    sentence: 'A read tells the token of its own hold where that is greater than the one stored.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [
        leaseLock(
          "return reply.err === 'OK' ? { err: 'OK', ...readGuarded(reply.value) } : reply;",
          "if (reply.err !== 'OK') return reply;\n    const { value, token } = readGuarded(reply.value);\n    return { err: 'OK', value, token: Math.max(token, this.token) };",
        ),
      ],
      impatient: [
        leaseLock(
          "return { err: 'OK', value, token };",
          "return { err: 'OK', value, token: Math.max(token, this.#lease.token) };",
        ),
      ],
      'read-back': [
        leaseLock(
          "{ err: 'OK', token, value };",
          "{ err: 'OK', token: Math.max(token, this.token), value };",
        ),
      ],
    },
  },
  {
    name: 'never-written-is-empty',
    wrong: true,
    sentence: 'Reads an empty value, under a token of its own making, from a key without one.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [
        leaseLock(
          '...readGuarded(reply.value) } : reply;',
          "...readGuarded(reply.value) } : { err: 'OK', value: '', token: 0 };",
        ),
      ],
      impatient: [
        leaseLock(
          "if (reply.err !== 'OK') return reply;",
          "if (reply.err !== 'OK') return { err: 'OK', value: '', token: 0 };",
        ),
      ],
      'read-back': [
        leaseLock(
          "return by === '' ? { err: 'ErrNoKey' } : { err: 'OK', token, value };",
          "return by === null ? { err: 'ErrNoKey' } : { err: 'OK', token, value };",
        ),
      ],
    },
  },
  {
    name: 'overtaken-is-fenced',
    wrong: true,
    sentence:
      "Takes a guarded write that is refused for fenced, though it was an earlier holder's that came first.",
    killedBy: ['lease-in-doubt'],
    edits: {
      reference: [
        leaseLock(
          "      if (err === 'OK') return { err };\n    }\n  }\n\n  async read",
          "      if (err === 'OK') return { err };\n      if (err === 'ErrVersion') return { err: 'ErrFenced' };\n    }\n  }\n\n  async read",
        ),
      ],
      'read-back': [
        leaseLock(
          "if (await this.replace(key, note, version)) return { err: 'OK' };",
          "return { err: (await this.replace(key, note, version)) ? 'OK' : 'ErrFenced' };",
        ),
      ],
    },
  },
  {
    name: 'value-ends-at-a-mark',
    wrong: true,
    sentence: 'Keeps token and value apart by a mark that the value may have in it as well.',
    killedBy: ['lease-handover'],
    edits: {
      reference: [
        leaseLock('JSON.stringify({ token, value })', '`${token}:${value}`'),
        leaseLock(
          'return JSON.parse(text) as Guarded;',
          "const [token, value = ''] = text.split(':');\n  return { token: Number(token), value };",
        ),
      ],
    },
  },
];
