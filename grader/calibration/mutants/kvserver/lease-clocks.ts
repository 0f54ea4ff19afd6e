import type { Mutant } from '../../run/mutant.ts';
import { leaseLock } from './edits.ts';

/** Lease locks that trust clocks for what they do not tell. */
export const LEASE_CLOCKS: readonly Mutant[] = [
  {
    name: 'written-end',
    wrong: true,
    sentence:
      "Writes into the key when the lease ends, by a clock that is not the waiting client's.",
    killedBy: ['lease-handover', 'paused-holder'],
    edits: {
      reference: [
        leaseLock(
          'const isOver = performance.now() - seenSinceMs >= this.leaseMs;',
          "const isOver = seenSinceMs > 0 && Date.now() >= Number(seen.holder.split(' ')[1]);",
        ),
        leaseLock(
          'this.clerk.put(this.key, this.me, version);',
          'this.clerk.put(this.key, `${this.me} ${Date.now() + this.leaseMs}`, version);',
        ),
        leaseLock('now.holder !== this.me ||', '!now.holder.startsWith(this.me) ||'),
      ],
      impatient: [
        leaseLock(
          'if (lease.token !== watched.token) overMs = performance.now() + MARGIN * lease.forMs;',
          'if (lease.token !== watched.token) overMs = lease.forMs;',
        ),
        leaseLock(
          'lease.holder === null ? 0 : overMs - performance.now()',
          'lease.holder === null ? 0 : overMs - Date.now()',
        ),
        leaseLock('forMs: this.#leaseMs, token', 'forMs: Date.now() + this.#leaseMs, token'),
      ],
      'read-back': [
        leaseLock(
          "if (old.value === 'held' && !(await this.outlasts(version))) continue;",
          "if (old.value !== 'free' && Date.now() < Number(old.value)) {\n        await sleep(30);\n        continue;\n      }",
        ),
        leaseLock(
          "token: old.token + 1, value: 'held' }",
          'token: old.token + 1, value: `${Date.now() + this.leaseMs}` }',
        ),
        leaseLock(
          "if (old.token !== token || old.value !== 'held') return;",
          "if (old.token !== token || old.value === 'free') return;",
        ),
        leaseLock('  private async outlasts(version', '  protected async outlasts(version'),
      ],
    },
  },
  {
    name: 'written-beginning',
    wrong: true,
    sentence:
      'Writes into the key when the hold began, and others subtract that from their own time.',
    killedBy: ['lease-handover', 'paused-holder'],
    edits: {
      reference: [
        leaseLock(
          'const isOver = performance.now() - seenSinceMs >= this.leaseMs;',
          "const isOver = seenSinceMs > 0 && performance.now() - Number(seen.holder.split(' ')[1]) >= this.leaseMs;",
        ),
        leaseLock(
          'this.clerk.put(this.key, this.me, version);',
          'this.clerk.put(this.key, `${this.me} ${performance.now()}`, version);',
        ),
        leaseLock('now.holder !== this.me ||', '!now.holder.startsWith(this.me) ||'),
      ],
      'read-back': [
        leaseLock(
          'const endMs = performance.now() + this.leaseMs;',
          "const [held] = await this.note(this.name);\n    const endMs = Number(held.by.split('-')[0]) + this.leaseMs;",
        ),
        leaseLock('while (performance.now() < endMs)', 'while (Date.now() < endMs)'),
      ],
    },
  },
  {
    name: 'token-is-the-time',
    wrong: true,
    sentence: 'Takes the time for a token: a later holder whose clock is slow has a lower one.',
    killedBy: ['lease-handover', 'paused-holder'],
    edits: {
      impatient: [leaseLock('token: lease.token + 1', 'token: Date.now()')],
      'read-back': [leaseLock('token: old.token + 1', 'token: Date.now()')],
      reference: [
        leaseLock(
          '(await this.take(seen.version))) return this.token;',
          '(await this.take(seen.version))) {\n        this.time = Date.now();\n        return this.time;\n      }',
        ),
        leaseLock('  private token = 0;', '  private token = 0;\n  private time = 0;'),
        leaseLock('    const { token } = this;\n', '    const token = this.time;\n'),
      ],
    },
  },
  {
    name: 'half-a-lease-is-enough',
    wrong: true,
    sentence: 'Waits for half a lease by its own clock, which may be a fast one.',
    killedBy: ['lease-handover', 'lease-expires'],
    edits: {
      reference: [leaseLock('>= this.leaseMs;', '>= this.leaseMs / 2;')],
      impatient: [leaseLock('const MARGIN = 1.25;', 'const MARGIN = 0.5;')],
      'read-back': [
        leaseLock(
          'const endMs = performance.now() + this.leaseMs;',
          'const endMs = performance.now() + this.leaseMs / 2;',
        ),
      ],
    },
  },
  {
    name: 'sleeps-and-takes',
    wrong: true,
    sentence: 'Sleeps for a lease and takes the lock then, without a look at who has it by now.',
    killedBy: ['lease-expires', 'lease-handover'],
    edits: {
      'read-back': [
        leaseLock(
          "      if (old.value === 'held' && !(await this.outlasts(version))) continue;\n",
          "      if (old.value === 'held') await sleep(this.leaseMs);\n",
        ),
        leaseLock(
          '      const note = {',
          '      const [, now] = await this.note(this.name);\n      const note = {',
        ),
        leaseLock(
          'if (await this.replace(this.name, note, version)) {',
          'if (await this.replace(this.name, note, now)) {',
        ),
        leaseLock(
          '      const [old, version] = await this.note(this.name);\n      if (old.value',
          '      const [old] = await this.note(this.name);\n      if (old.value',
        ),
        leaseLock('  private async outlasts(version', '  protected async outlasts(version'),
      ],
    },
  },
];

export const CORRECT_LEASE_CLOCKS: readonly Mutant[] = [
  {
    name: 'written-duration-by-own-clock',
    wrong: false,
    sentence:
      'A client that waits may count the written duration by its own clock: a tenth is little.',
    killedBy: [],
    edits: { impatient: [leaseLock('const MARGIN = 1.25;', 'const MARGIN = 1;')] },
  },
  {
    name: 'looks-at-the-name-only',
    wrong: false,
    sentence: 'After ErrMaybe the name is enough: a name of an older hold has an older version.',
    killedBy: [],
    edits: {
      reference: [
        leaseLock('now.holder !== this.me || now.version !== token', 'now.holder !== this.me'),
      ],
    },
  },
  {
    name: 'waits-much-longer',
    wrong: false,
    sentence: 'Who waits may wait for three leases.',
    killedBy: [],
    edits: {
      reference: [leaseLock('>= this.leaseMs;', '>= 3 * this.leaseMs;')],
      impatient: [leaseLock('const MARGIN = 1.25;', 'const MARGIN = 3;')],
    },
  },
];
