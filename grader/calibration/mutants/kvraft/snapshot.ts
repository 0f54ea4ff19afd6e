import { rsm, server, store, type Mutant } from './mutant.ts';

export const SNAPSHOT: readonly Mutant[] = [
  {
    name: 'no-snapshots',
    wrong: true,
    sentence: 'Never takes a snapshot.',
    killedBy: ['rsm-snapshot', 'kv-snapshot-size'],
    edits: {
      reference: [rsm('    this.snapshotIfDue(index);\n', '')],
      polling: [
        rsm(
          'this.#limit = maxStateBytes ?? Infinity;',
          'this.#limit = maxStateBytes === 0 ? 0 : Infinity;',
        ),
      ],
    },
  },
  {
    name: 'snapshots-without-a-limit',
    wrong: true,
    sentence: 'Takes snapshots although it is told not to.',
    killedBy: ['kv-basic'],
    edits: { polling: [rsm('maxStateBytes ?? Infinity', 'maxStateBytes ?? 1_000')] },
  },
  {
    name: 'only-the-leader-snapshots',
    wrong: true,
    sentence: 'Followers take no snapshots, so that their logs grow.',
    killedBy: ['rsm-snapshot'],
    edits: {
      reference: [
        rsm(
          '    raft.snapshot(index, machine.snapshot());',
          '    if (raft.getState().isLeader) raft.snapshot(index, machine.snapshot());',
        ),
      ],
    },
  },
  {
    name: 'restart-forgets-the-snapshot',
    wrong: true,
    sentence: 'Does not restore the snapshot on disk when it restarts.',
    killedBy: ['rsm-snapshot', 'kv-snapshot-recover'],
    edits: {
      reference: [rsm('    if (snapshot !== undefined) machine.restore(snapshot);\n', '')],
      polling: [rsm('    if (saved !== undefined) machine.restore(saved);\n', '')],
      'exactly-once': [rsm('    if (snapshot !== undefined) machine.restore(snapshot);\n', '')],
    },
  },
  {
    name: 'installed-snapshot-not-restored',
    wrong: true,
    sentence: "Does not take over a leader's snapshot.",
    killedBy: ['skipped-index', 'kv-swarm-snapshots'],
    edits: {
      reference: [rsm('    this.machine.restore(snapshot);\n', '')],
      polling: [rsm('      this.#machine.restore(msg.snapshot);\n', '')],
    },
  },
  {
    name: 'stops-after-a-snapshot',
    wrong: true,
    sentence: "Carries out nothing more after a leader's snapshot.",
    killedBy: ['skipped-index'],
    edits: {
      'exactly-once': [
        rsm(
          '        this.giveUp(({ index }) => index <= snapshotIndex);\n',
          '        this.giveUp(({ index }) => index <= snapshotIndex);\n        return;\n',
        ),
      ],
    },
  },
  {
    name: 'snapshot-index-too-low',
    wrong: true,
    sentence:
      'Says that a snapshot ends before its last operation, which is then carried out twice.',
    killedBy: ['rsm-snapshot'],
    edits: {
      reference: [
        rsm(
          '    raft.snapshot(index, machine.snapshot());',
          '    raft.snapshot(index - 1, machine.snapshot());',
        ),
      ],
      polling: [
        rsm('this.raft.snapshot(msg.commandIndex, ', 'this.raft.snapshot(msg.commandIndex - 1, '),
      ],
    },
  },
  {
    name: 'snapshot-index-too-high',
    wrong: true,
    sentence: 'Says that a snapshot holds an operation that it does not, which is then lost.',
    killedBy: ['rsm-swarm-snapshots'],
    edits: {
      'exactly-once': [
        rsm(
          'this.raft.snapshot(commandIndex, this.machine.snapshot());',
          'this.raft.snapshot(commandIndex + 1, this.machine.snapshot());',
        ),
      ],
    },
  },
  {
    name: 'snapshot-taken-later',
    wrong: true,
    sentence:
      'Writes the state down some time after the index was noted, with later operations in it.',
    killedBy: ['rsm-snapshot'],
    edits: {
      reference: [
        rsm(
          '    raft.snapshot(index, machine.snapshot());',
          '    setTimeout(() => raft.snapshot(index, machine.snapshot()), 10);',
        ),
      ],
      polling: [
        rsm(
          '      this.raft.snapshot(msg.commandIndex, this.#machine.snapshot());',
          '      setTimeout(() => this.raft.snapshot(msg.commandIndex, this.#machine.snapshot()), 10);',
        ),
      ],
    },
  },
  {
    name: 'snapshot-taken-a-moment-late',
    wrong: true,
    sentence: 'Writes the state down when all that was committed together has been carried out.',
    killedBy: ['snapshot-burst'],
    edits: {
      reference: [
        rsm(
          '    raft.snapshot(index, machine.snapshot());',
          '    queueMicrotask(() => raft.snapshot(index, machine.snapshot()));',
        ),
      ],
      polling: [
        rsm(
          '      this.raft.snapshot(msg.commandIndex, this.#machine.snapshot());',
          '      setImmediate(() => this.raft.snapshot(msg.commandIndex, this.#machine.snapshot()));',
        ),
      ],
      'exactly-once': [
        rsm(
          '      this.raft.snapshot(commandIndex, this.machine.snapshot());',
          '      setTimeout(() => this.raft.snapshot(commandIndex, this.machine.snapshot()), 1);',
        ),
      ],
      'leased-reads': [
        rsm(
          '    raft.snapshot(index, machine.snapshot());',
          '    setTimeout(() => raft.snapshot(index, machine.snapshot()), 0);',
        ),
      ],
    },
  },
  {
    name: 'versions-not-in-the-snapshot',
    wrong: true,
    sentence: 'A snapshot holds values without their versions.',
    killedBy: ['kv-snapshot-recover', 'kv-swarm-snapshots'],
    edits: {
      reference: [
        store('[key, { value, version }]);', '[key, { value, version: Math.min(version, 1) }]);'),
      ],
      polling: [
        server(
          'versions: this.#versions }',
          'versions: Object.fromEntries(Object.keys(this.#versions).map((key) => [key, 1])) }',
        ),
      ],
    },
  },
  {
    name: 'sessions-not-in-the-snapshot',
    wrong: true,
    sentence:
      'A snapshot leaves out whose puts were carried out, so that one sent again counts anew.',
    killedBy: ['resend-after-snapshot'],
    edits: {
      'exactly-once': [
        server(
          'return structuredClone(this.state) as unknown as Json;',
          'return structuredClone({ ...this.state, sessions: {} }) as unknown as Json;',
        ),
      ],
    },
  },
  {
    name: 'snapshot-holds-history',
    wrong: true,
    sentence: 'A snapshot holds every value that the keys ever had.',
    killedBy: ['kv-snapshot-size'],
    edits: {
      reference: [
        store(
          '    this.items.set(key, { value, version: version + 1 });',
          '    this.items.set(`${key}@${version}`, { value, version });\n    this.items.set(key, { value, version: version + 1 });',
        ),
      ],
    },
  },
  {
    name: 'restore-keeps-old-keys',
    wrong: true,
    sentence: 'Restoring adds to the state that is there, with the older versions on top.',
    killedBy: ['resend-after-snapshot'],
    edits: {
      reference: [
        store(
          'this.items = new Map(snapshot as unknown as [string, Item][]);',
          'this.items = new Map([...(snapshot as unknown as [string, Item][]), ...this.items]);',
        ),
      ],
    },
  },
  {
    name: 'snapshot-loses-empty-values',
    wrong: true,
    sentence: 'A key whose value is the empty text is not in the snapshot.',
    killedBy: ['kv-snapshot-rpc'],
    edits: {
      reference: [
        store(
          'return [...this.items].map(([key',
          'return [...this.items].filter(([, item]) => item.value).map(([key',
        ),
      ],
    },
  },
];
