import { server, store, type Mutant } from './mutant.ts';

export const SERVICE: readonly Mutant[] = [
  {
    name: 'leader-reads-its-own-state',
    wrong: true,
    sentence:
      'A leader answers gets from its own state, without the log: it may be deposed already.',
    killedBy: ['cut-off-server'],
    edits: {
      reference: [
        server(
          'this.rsm = new ReplicatedStateMachine(node, new KeyValueStore(), options);',
          'this.rsm = new ReplicatedStateMachine(node, this.store, options);',
        ),
        server(
          '  readonly rsm: ReplicatedStateMachine;',
          '  readonly rsm: ReplicatedStateMachine;\n  readonly store = new KeyValueStore();',
        ),
        server(
          "    return this.submit<GetResult>({ kind: 'get', ...args });",
          "    if (!this.rsm.raft.getState().isLeader) return { err: 'ErrWrongLeader' };\n    return this.store.doOp({ kind: 'get', ...args }) as unknown as GetResult;",
        ),
      ],
      polling: [
        server(
          "    const done = await this.rsm.submit(['get', key]);",
          "    if (this.rsm.raft.getState().isLeader) return this.doOp(['get', key]) as unknown as GetReply;\n    const done = await this.rsm.submit(['get', key]);",
        ),
      ],
      'exactly-once': [
        server(
          '    const result = await this.rsm.submit({ get: args.key });',
          '    if (this.rsm.raft.getState().isLeader) {\n      return this.machine.doOp({ get: args.key }) as unknown as GetReply;\n    }\n    const result = await this.rsm.submit({ get: args.key });',
        ),
      ],
    },
  },
  {
    name: 'every-server-reads-its-own-state',
    wrong: true,
    sentence: 'Every server answers gets, from a state that may lag behind.',
    killedBy: ['cut-off-server'],
    edits: {
      polling: [
        server(
          "    const done = await this.rsm.submit(['get', key]);\n    return done.err === 'OK' ? (done.value as unknown as GetReply) : done;",
          "    return this.doOp(['get', key]) as unknown as GetReply;",
        ),
      ],
      'exactly-once': [
        server(
          "    const result = await this.rsm.submit({ get: args.key });\n    return result.err === 'OK' ? (result.value as unknown as GetReply) : { err: result.err };",
          '    return this.machine.doOp({ get: args.key }) as unknown as GetReply;',
        ),
      ],
    },
  },
  {
    name: 'reads-under-a-long-lease',
    wrong: true,
    sentence:
      'A leader reads its own state for 2 s after a put, and another may lead long before that.',
    killedBy: ['cut-off-server'],
    edits: {
      polling: [
        server(
          "    const done = await this.rsm.submit(['get', key]);",
          "    const hasLease = this.rsm.raft.getState().isLeader && Date.now() - this.leaseStart < 2_000;\n    if (hasLease) return this.doOp(['get', key]) as unknown as GetReply;\n    const done = await this.rsm.submit(['get', key]);\n    if (done.err === 'OK') this.leaseStart = Date.now();",
        ),
        server(
          '  readonly rsm: PollingRsm;',
          '  readonly rsm: PollingRsm;\n  leaseStart = -Infinity;',
        ),
      ],
    },
  },
  {
    name: 'put-answers-before-commit',
    wrong: true,
    sentence: 'A leader that finds the version right answers a put before it is committed.',
    killedBy: ['cut-off-server'],
    edits: {
      polling: [
        server(
          "    const done = await this.rsm.submit(['put', key, value, version]);",
          "    const isRight = (this.#versions[key] ?? 0) === version;\n    const submitted = this.rsm.submit(['put', key, value, version]);\n    if (isRight && this.rsm.raft.getState().isLeader) return { err: 'OK' };\n    const done = await submitted;",
        ),
      ],
    },
  },
  {
    name: 'reads-before-commit',
    wrong: true,
    sentence:
      'Sends a get through the log, but reads when it is submitted: a new leader lacks the last puts.',
    killedBy: ['cut-off-server'],
    edits: {
      polling: [
        server(
          "    const done = await this.rsm.submit(['get', key]);\n    return done.err === 'OK' ? (done.value as unknown as GetReply) : done;",
          "    const early = this.doOp(['get', key]) as unknown as GetReply;\n    const done = await this.rsm.submit(['get', key]);\n    return done.err === 'OK' ? early : done;",
        ),
      ],
      'exactly-once': [
        server(
          "    const result = await this.rsm.submit({ get: args.key });\n    return result.err === 'OK' ? (result.value as unknown as GetReply) : { err: result.err };",
          "    const early = this.machine.doOp({ get: args.key }) as unknown as GetReply;\n    const result = await this.rsm.submit({ get: args.key });\n    return result.err === 'OK' ? early : { err: result.err };",
        ),
      ],
    },
  },
  {
    name: 'version-checked-before-commit',
    wrong: true,
    sentence:
      'Checks the version when a put is submitted, and writes whatever it is when committed.',
    killedBy: ['same-version'],
    edits: {
      polling: [
        server(
          "    const done = await this.rsm.submit(['put', key, value, version]);",
          "    if (this.rsm.raft.getState().isLeader && (this.#versions[key] ?? version) !== version) {\n      return { err: 'ErrVersion' };\n    }\n    const done = await this.rsm.submit(['put', key, value, version]);",
        ),
        server("    if ((stored ?? 0) !== version) return { err: 'ErrVersion' };\n", ''),
      ],
    },
  },
  {
    name: 'version-not-checked',
    wrong: true,
    sentence: 'A put of any version is carried out.',
    killedBy: ['kv-concurrent'],
    edits: {
      reference: [store("    if (current !== version) return { err: 'ErrVersion' };\n", '')],
      polling: [server("    if ((stored ?? 0) !== version) return { err: 'ErrVersion' };\n", '')],
    },
  },
  {
    name: 'no-key-not-told',
    wrong: true,
    sentence: 'A put of a later version on a key that does not exist gives ErrVersion.',
    killedBy: ['kv-basic'],
    edits: {
      reference: [store("    if (current === 0 && version > 0) return { err: 'ErrNoKey' };\n", '')],
    },
  },
  {
    name: 'empty-value-is-no-key',
    wrong: true,
    sentence: 'Takes an empty value for a key that does not exist.',
    killedBy: ['kv-basic'],
    edits: {
      reference: [
        store(
          "return item === undefined ? { err: 'ErrNoKey' }",
          "return !item?.value ? { err: 'ErrNoKey' }",
        ),
      ],
      polling: [
        server(
          "      if (stored === undefined) return { err: 'ErrNoKey' };",
          "      if (!this.#values[key]) return { err: 'ErrNoKey' };",
        ),
      ],
    },
  },
  {
    name: 'duplicates-not-known',
    wrong: true,
    sentence:
      'A put that is sent again is carried out again, though its clerk counts on a session.',
    killedBy: ['lost-reply', 'kv-swarm'],
    edits: {
      'exactly-once': [
        server('    if (last !== undefined && last.serial >= put.serial) return last.err;\n', ''),
        server('    const last = this.state.sessions[put.clerk];\n', ''),
      ],
    },
  },
  {
    name: 'duplicates-known-to-the-leader-only',
    wrong: true,
    sentence: 'A leader remembers whom it answered, but the next leader carries a put out again.',
    killedBy: ['lost-reply'],
    edits: {
      'exactly-once': [
        server('    if (last !== undefined && last.serial >= put.serial) return last.err;\n', ''),
        server('    const last = this.state.sessions[put.clerk];\n', ''),
        server(
          '    const result = await this.rsm.submit({ put: { ...args } });',
          "    const id = `${args.clerk} ${args.serial}`;\n    const known = this.answered[id];\n    if (known !== undefined) return known;\n    const result = await this.rsm.submit({ put: { ...args } });\n    if (result.err === 'OK') this.answered[id] = result.value as unknown as PutReply;",
        ),
        server(
          '  readonly rsm: QueueRsm;',
          '  readonly rsm: QueueRsm;\n  private readonly answered: Record<string, PutReply> = {};',
        ),
      ],
    },
  },
  {
    name: 'sessions-without-serials',
    wrong: true,
    sentence: "Gives a clerk's next put the answer of the one before.",
    killedBy: ['kv-basic'],
    edits: {
      'exactly-once': [
        server(
          'if (last !== undefined && last.serial >= put.serial) return last.err;',
          'if (last !== undefined) return last.err;',
        ),
      ],
    },
  },
  {
    name: 'gets-share-a-submit',
    wrong: true,
    sentence:
      'A get joins another one of its key that is under way, however early that was submitted.',
    killedBy: ['cut-off-server'],
    edits: {
      reference: [
        server(
          "  async get(args: GetArgs): Promise<GetReply> {\n    return this.submit<GetResult>({ kind: 'get', ...args });",
          '  private readonly inFlight = new Map<string, Promise<GetReply>>();\n\n' +
            '  async get(args: GetArgs): Promise<GetReply> {\n' +
            '    const known = this.inFlight.get(args.key);\n' +
            '    if (known !== undefined) return known;\n' +
            "    const flight = this.submit<GetResult>({ kind: 'get', ...args }).finally(() => this.inFlight.delete(args.key));\n" +
            '    this.inFlight.set(args.key, flight);\n' +
            '    return flight;',
        ),
      ],
    },
  },
  {
    name: 'sessions-compared-by-equality',
    wrong: true,
    sentence:
      "Knows a clerk's last put only by the same serial, so that an older one's late copy takes its place.",
    killedBy: ['lost-reply'],
    edits: {
      'exactly-once': [server('last.serial >= put.serial', 'last.serial === put.serial')],
    },
  },
  {
    name: 'equal-value-is-own',
    wrong: true,
    sentence:
      'Takes a put whose value is there at the next version for a second copy of the one done.',
    killedBy: ['same-version'],
    edits: {
      reference: [
        store(
          "    if (current !== version) return { err: 'ErrVersion' };\n",
          "    const isThere = current === version + 1 && this.items.get(key)?.value === value;\n    if (isThere) return { err: 'OK' };\n    if (current !== version) return { err: 'ErrVersion' };\n",
        ),
      ],
      polling: [
        server(
          "    if ((stored ?? 0) !== version) return { err: 'ErrVersion' };\n",
          "    if (stored === version + 1 && this.#values[key] === value) return { err: 'OK' };\n    if ((stored ?? 0) !== version) return { err: 'ErrVersion' };\n",
        ),
      ],
    },
  },
];
