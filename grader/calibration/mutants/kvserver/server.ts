import type { Mutant } from '../../run/mutant.ts';
import { clerk, server } from './edits.ts';

export const SERVER: readonly Mutant[] = [
  {
    name: 'no-version-check',
    wrong: true,
    sentence: 'Carries out every put, whatever version it names.',
    killedBy: ['reliable-put', 'put-concurrent'],
    edits: {
      reference: [
        server("    if (current !== version) return { err: 'ErrVersion' };\n", ''),
        server('{ value, version: version + 1 }', '{ value, version: current + 1 }'),
      ],
      impatient: [
        server(
          'if (version !== this.version)',
          'if (this.version === 0 && version !== this.version)',
        ),
      ],
      'read-back': [
        server("    if ((version ?? 0) !== args.version) return { err: 'ErrVersion' };\n", ''),
      ],
    },
  },
  {
    name: 'version-stays',
    wrong: true,
    sentence: 'A put leaves the version as it was.',
    killedBy: ['reliable-put', 'put-concurrent'],
    edits: {
      reference: [server('{ value, version: version + 1 }', '{ value, version }')],
      impatient: [server('    this.version += 1;\n', '')],
      'read-back': [
        server('this.versions.set(args.key, args.version + 1)', 'this.versions.set(args.key, 1)'),
      ],
    },
  },
  {
    name: 'no-key-is-a-version',
    wrong: true,
    sentence: 'Says ErrVersion where there is no key, and the put is not one that makes it.',
    killedBy: ['reliable-put'],
    edits: {
      reference: [
        server("    if (current === 0 && version > 0) return { err: 'ErrNoKey' };\n", ''),
      ],
      impatient: [
        server("{ err: this.version === 0 ? 'ErrNoKey' : 'ErrVersion' }", "{ err: 'ErrVersion' }"),
      ],
    },
  },
  {
    name: 'makes-keys-at-any-version',
    wrong: true,
    sentence: 'A put of any version makes a key that does not exist.',
    killedBy: ['reliable-put'],
    edits: {
      reference: [
        server("    if (current === 0 && version > 0) return { err: 'ErrNoKey' };\n", ''),
        server('if (current !== version)', 'if (current !== 0 && current !== version)'),
      ],
    },
  },
  {
    name: 'newer-versions-pass',
    wrong: true,
    sentence: 'Refuses only versions that are too old.',
    killedBy: ['reliable-put'],
    edits: {
      reference: [server('if (current !== version)', 'if (current > version)')],
      'read-back': [
        server('if ((version ?? 0) !== args.version)', 'if ((version ?? 0) > args.version)'),
      ],
    },
  },
  {
    name: 'refused-put-writes',
    wrong: true,
    sentence: 'A put that is refused still leaves its value behind.',
    killedBy: ['reliable-put', 'several-clients'],
    edits: {
      reference: [
        server(
          "if (current !== version) return { err: 'ErrVersion' };",
          "if (current !== version) {\n      this.entries.set(key, { value, version: current });\n      return { err: 'ErrVersion' };\n    }",
        ),
      ],
    },
  },
  {
    name: 'checks-then-writes-later',
    wrong: true,
    sentence: 'Compares the version, and writes after other requests had their turn.',
    killedBy: ['put-concurrent'],
    edits: {
      reference: [
        server(
          '  put({ key, value, version }: PutArgs): PutReply {',
          '  async put({ key, value, version }: PutArgs): Promise<PutReply> {',
        ),
        server(
          '    this.entries.set(key,',
          '    await new Promise<void>((resolve) => {\n      setTimeout(resolve, 1);\n    });\n    this.entries.set(key,',
        ),
      ],
      impatient: [
        server(
          '  put(value: string, version: number): PutReply {',
          '  async put(value: string, version: number): Promise<PutReply> {',
        ),
        server(
          '    this.value = value;',
          '    await new Promise<void>((resolve) => {\n      setTimeout(resolve, 1);\n    });\n    this.value = value;',
        ),
        server('const reply = cell.put(', 'const reply = await cell.put('),
      ],
    },
  },
  {
    name: 'old-value',
    wrong: true,
    sentence: 'A get gives the value before the last, with the last version.',
    killedBy: ['reliable-put', 'one-client'],
    edits: {
      reference: [
        server(
          '  readonly value: string;',
          '  readonly value: string;\n  readonly before: string;',
        ),
        server('value: entry.value, version', 'value: entry.before || entry.value, version'),
        server(
          '{ value, version: version + 1 }',
          "{ value, before: this.entries.get(key)?.value ?? '', version: version + 1 }",
        ),
      ],
    },
  },
  {
    name: 'remembers-every-client',
    wrong: true,
    sentence: 'Keeps the last put of each client for ever, to recognize it when it comes again.',
    killedBy: ['memory-put-many-clients'],
    edits: {
      reference: [
        clerk(
          '  private readonly server: Peer<KvRpc>;',
          '  private readonly client = Math.random();\n  private readonly server: Peer<KvRpc>;',
        ),
        clerk(
          'this.server.put({ key, value, version })',
          'this.server.put({ key, value, version, client: this.client } as never)',
        ),
        server(
          '  put({ key, value, version }: PutArgs): PutReply {',
          '  private readonly lastOf = new Map<unknown, PutArgs>();\n\n  put({ key, value, version, ...rest }: PutArgs): PutReply {\n    this.lastOf.set(JSON.stringify(rest), { key, value, version });',
        ),
      ],
    },
  },
  {
    name: 'remembers-every-get',
    wrong: true,
    sentence: 'Keeps what it answered to every get.',
    killedBy: ['memory-get-many-clients'],
    edits: {
      reference: [
        server(
          '  get({ key }: GetArgs): GetReply {',
          '  private readonly answered: string[] = [];\n\n  get({ key }: GetArgs): GetReply {\n    this.answered.push(JSON.stringify(this.entries.get(key)));',
        ),
      ],
    },
  },
  {
    name: 'remembers-every-value',
    wrong: true,
    sentence: 'Keeps every value that a key ever had.',
    killedBy: ['memory-large-values', 'memory-put-many-clients'],
    edits: {
      reference: [
        server(
          '  private readonly entries',
          '  private readonly values: string[] = [];\n  private readonly entries',
        ),
        server(
          '    this.entries.set(key,',
          '    this.values.push(value);\n    this.entries.set(key,',
        ),
      ],
      'read-back': [
        server('  private versions =', '  private all: PutArgs[] = [];\n  private versions ='),
        server('    this.values.set(', '    this.all.push(args);\n    this.values.set('),
      ],
    },
  },
];
