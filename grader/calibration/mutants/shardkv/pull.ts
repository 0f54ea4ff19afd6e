import { controller, configurations, migration, server, store, type Mutant } from './mutant.ts';

/** Bugs of groups that pull their shards. */
export const PULL: readonly Mutant[] = [
  {
    name: 'serves-before-arrival',
    wrong: true,
    sentence: 'A group serves a shard from the configuration on, before its data has come.',
    killedBy: ['join-leave', 'join-source-down'],
    edits: {
      reference: [
        store(
          'expected.push({ ...departure, from: before.groups[former] ?? [] });',
          'expected.push({ ...departure, from: before.groups[former] ?? [] });\n        served[shard] = {};',
        ),
      ],
    },
  },
  {
    name: 'serves-after-it-has-left',
    wrong: true,
    sentence: 'A group goes on to serve a shard that it has given away.',
    killedBy: ['rejection', 'left-behind'],
    edits: {
      reference: [store('        delete served[shard];\n', '')],
    },
  },
  {
    name: 'owner-looked-up-before-the-log',
    wrong: true,
    sentence:
      'Whether a shard is here is looked up when an operation comes in, not at its place in the log.',
    killedBy: ['many-clerks'],
    edits: {
      reference: [
        store(
          'private put({ key, value, version }: PutArgs): PutAnswer {\n    const shard = this.state.served[shardOf(key)];',
          'owns(key: string): boolean {\n    return this.state.served[shardOf(key)] !== undefined;\n  }\n\n' +
            '  private put({ key, value, version }: PutArgs): PutAnswer {\n' +
            '    const gone = Object.entries(this.state.departed).findLast(([id]) => id.endsWith(`/${shardOf(key)}`));\n' +
            '    const shard = this.state.served[shardOf(key)] ?? { ...gone?.[1] };',
        ),
        server(
          "if (!this.isLeader()) return { err: 'ErrWrongLeader' };",
          "if (!this.isLeader()) return { err: 'ErrWrongLeader' };\n" +
            "    if ('key' in op && !this.store.owns(op.key)) return { err: 'ErrWrongGroup' } as Answer;",
        ),
      ],
    },
  },
  {
    name: 'reads-from-the-leaders-memory',
    wrong: true,
    sentence: 'Whoever takes itself for the leader answers gets at once, without the log.',
    killedBy: ['left-behind'],
    edits: {
      reference: [
        store('  private get(key: string): GetAnswer {', '  get(key: string): GetAnswer {'),
        server(
          "return await this.serve<GetAnswer>({ kind: 'get', key });",
          "if (!this.isLeader()) return { err: 'ErrWrongLeader' };\n    return this.store.get(key);",
        ),
      ],
    },
  },
  {
    name: 'skips-configurations',
    wrong: true,
    sentence: 'A group that lags behind goes straight to the newest configuration.',
    killedBy: ['concurrent-2', 'miss-change'],
    edits: {
      reference: [
        configurations('private get newest()', 'get newest()'),
        controller(
          'return { config: this.configurations.at(num) ?? null };',
          'const { newest } = this.configurations;\n    return { config: newest.num < num ? null : newest };',
        ),
        store('config.num !== before.num + 1 ||', 'config.num <= before.num ||'),
        migration('if (this.store.configNum === num) this.takeSteps();', 'this.takeSteps();'),
      ],
    },
  },
  {
    name: 'takes-configurations-too-soon',
    wrong: true,
    sentence:
      'A group takes the next configuration while shards of the last one are still to come.',
    killedBy: ['concurrent-2', 'many-join-leave-unreliable'],
    edits: {
      reference: [
        store(' || expected.length > 0) return;', ') return;'),
        migration("if (expected.length === 0) this.once('configure'", "this.once('configure'"),
      ],
    },
  },
  {
    name: 'deletes-when-fetched',
    wrong: true,
    sentence: 'A group deletes a shard as soon as it was asked for, before the answer has arrived.',
    killedBy: ['many-join-leave-unreliable', 'unreliable-2'],
    edits: {
      reference: [
        server(
          "return data === undefined ? { err: 'ErrNotReady' }",
          "void this.submit({ kind: 'forget', ...departure });\n" +
            "    return data === undefined ? { err: 'ErrNotReady' }",
        ),
      ],
    },
  },
  {
    name: 'thanks-before-it-is-saved',
    wrong: true,
    sentence:
      'A group tells the former one to delete a shard before its own servers have it on disk.',
    killedBy: ['thin-arrival', 'delete-across-restarts'],
    edits: {
      reference: [
        migration(
          "await this.group.submit({ kind: 'install', num, shard, data: answer.data });",
          'await new Cluster<GroupRpc>(this.node, from).ask((server) => server.forgetShard({ num, shard }));\n' +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });",
        ),
      ],
    },
  },
  {
    name: 'accepts-an-old-configurations-shard',
    wrong: true,
    sentence: 'A shard that left is kept, asked for and forgotten by its number alone.',
    killedBy: ['late-messages', 'swarm-admins'],
    edits: {
      reference: [
        store('return `${num}/${shard}`;', 'return `${num < 0 ? num : shard}`;'),
        store('return a.num === b.num && a.shard === b.shard;', 'return a.shard === b.shard;'),
      ],
    },
  },
  {
    name: 'versions-do-not-move',
    wrong: true,
    sentence: 'What tells a second copy of a put, the version, begins anew at the new group.',
    killedBy: ['join-leave', 'put-across-move'],
    edits: {
      reference: [
        store(
          'this.state.served[departure.shard] = { ...data };',
          'const entries = Object.entries(data).map(([key, { value }]) => [key, { value, version: 1 }]);\n' +
            '    this.state.served[departure.shard] = Object.fromEntries(entries);',
        ),
      ],
    },
  },
  {
    name: 'snapshot-without-what-left',
    wrong: true,
    sentence: 'Shards that are still to be fetched are not part of the snapshot.',
    killedBy: ['target-down'],
    edits: {
      reference: [
        store(
          'return this.state as unknown as Json;',
          'return { ...this.state, departed: {} } as unknown as Json;',
        ),
      ],
    },
  },
  {
    name: 'installs-on-the-leader-only',
    wrong: true,
    sentence: 'The leader that fetched a shard takes it in, and its followers never hear of it.',
    killedBy: ['shutdown', 'hand-over-crashes'],
    edits: {
      reference: [
        migration(
          "await this.group.submit({ kind: 'install', num, shard, data: answer.data });",
          "this.store.doOp({ kind: 'install', num, shard, data: answer.data });",
        ),
      ],
    },
  },
  {
    name: 'gives-shards-away-too-soon',
    wrong: true,
    sentence: 'A group gives away a shard that it still serves, because the other one asks for it.',
    killedBy: ['many-clerks', 'concurrent-1'],
    edits: {
      reference: [
        store(
          'return this.state.departed[label(departure)];',
          'return this.state.departed[label(departure)] ?? this.state.served[departure.shard];',
        ),
      ],
    },
  },
  {
    name: 'gives-up-on-the-source',
    wrong: true,
    sentence: 'When no server of the former group answers, the shard begins empty.',
    killedBy: ['join-source-down'],
    edits: {
      reference: [
        migration(
          '      this.takeSteps();\n      return;\n    }\n',
          "      this.takeSteps();\n      return;\n    }\n    await this.group.submit({ kind: 'install', num, shard, data: {} });\n",
        ),
      ],
    },
  },
  {
    name: 'leads-without-an-entry-of-its-own',
    wrong: true,
    sentence:
      'A new leader waits for a client to commit what earlier leaders left in the log: without one, shards stay on their way.',
    killedBy: ['idle-group', 'swarm-shards'],
    edits: {
      reference: [
        migration(
          'if (!isLeader || term === this.term) return isLeader;',
          'if (term >= 0) return isLeader;',
        ),
      ],
    },
  },
  {
    name: 'never-deletes',
    wrong: true,
    sentence: 'Shards that have moved stay where they were for good.',
    killedBy: ['challenge-delete', 'delete-basic'],
    edits: {
      reference: [store('        delete this.state.departed[label(operation)];\n', '')],
    },
  },
  {
    name: 'stops-while-shards-move',
    wrong: true,
    sentence: 'A group serves nothing while a shard of its own is still to come.',
    killedBy: ['challenge-unaffected'],
    edits: {
      reference: [
        store(
          'private get(key: string): GetAnswer {',
          "private get(key: string): GetAnswer {\n    if (this.state.expected.length > 0) return { err: 'ErrWrongGroup' };",
        ),
        store(
          'private put({ key, value, version }: PutArgs): PutAnswer {',
          'private put({ key, value, version }: PutArgs): PutAnswer {\n' +
            "    if (this.state.expected.length > 0) return { err: 'ErrWrongGroup' };",
        ),
      ],
    },
  },
  {
    name: 'waits-for-all-shards',
    wrong: true,
    sentence: 'Shards that have come are served only when all of the configuration have.',
    killedBy: ['challenge-partial'],
    edits: {
      reference: [
        store(
          'this.state.served[departure.shard] = { ...data };',
          'this.state.departed[`waits/${departure.shard}`] = { ...data };',
        ),
        store(
          'this.state.toThank.push(arrival);',
          'this.state.toThank.push(arrival);\n' +
            '    for (const [id, waiting] of Object.entries(this.state.departed)) {\n' +
            "      if (this.state.expected.length > 0 || !id.startsWith('waits/')) continue;\n" +
            "      this.state.served[id.slice('waits/'.length)] = waiting;\n" +
            '      delete this.state.departed[id];\n' +
            '    }',
        ),
      ],
    },
  },
  {
    name: 'refuses-puts-from-memory',
    wrong: true,
    sentence:
      'A server that takes itself for the leader refuses a put by the version that it knows.',
    killedBy: ['left-behind'],
    edits: {
      reference: [
        store(
          '  private put({ key, value, version }: PutArgs): PutAnswer {',
          '  refuses({ key, version }: PutArgs): boolean {\n' +
            '    const shard = this.state.served[shardOf(key)];\n' +
            '    return shard !== undefined && (shard[key]?.version ?? 0) !== version;\n' +
            '  }\n\n' +
            '  private put({ key, value, version }: PutArgs): PutAnswer {',
        ),
        server(
          '    return await this.serve<PutAnswer>(',
          '    if (this.isLeader() && this.store.refuses(args) && args.version > 0) {\n' +
            "      return { err: 'ErrVersion' };\n" +
            '    }\n' +
            '    return await this.serve<PutAnswer>(',
        ),
      ],
    },
  },
  {
    name: 'forgets-after-a-while',
    wrong: true,
    sentence: 'A group deletes a shard that has left after six seconds, fetched or not.',
    killedBy: ['target-down'],
    edits: {
      reference: [
        store(
          '  doOp(op: Json): Json {',
          '  get departures(): Departure[] {\n' +
            "    return Object.keys(this.state.departed).map((id) => ({ num: Number(id.split('/')[0]), shard: Number(id.split('/')[1]) }));\n" +
            '  }\n\n' +
            '  doOp(op: Json): Json {',
        ),
        migration(
          '  private takeSteps(): void {\n',
          '  private readonly seen = new Map<string, number>();\n' +
            '  private takeSteps(): void {\n' +
            '    for (const each of this.store.departures) {\n' +
            '      const since = this.seen.get(name(each)) ?? Date.now();\n' +
            '      this.seen.set(name(each), since);\n' +
            "      if (Date.now() - since > 6_000) void this.group.submit({ kind: 'forget', ...each });\n" +
            '    }\n',
        ),
      ],
    },
  },
  {
    name: 'thanks-from-memory',
    wrong: true,
    sentence:
      'That a shard may be deleted where it was is known to the leader that fetched it, and to nobody after it.',
    killedBy: ['delete-across-restarts'],
    edits: {
      reference: [
        store('    this.state.toThank.push(arrival);\n', ''),
        migration(
          '  private async fetch({ num, shard, from }: Arrival): Promise<void> {\n',
          '  private async fetch(arrival: Arrival): Promise<void> {\n    const { num, shard, from } = arrival;\n',
        ),
        migration(
          "await this.group.submit({ kind: 'install', num, shard, data: answer.data });",
          "const { err } = await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            "      if (err === 'OK') void this.thank(arrival);",
        ),
      ],
    },
  },
  {
    name: 'thanked-though-nobody-leads',
    wrong: true,
    sentence: 'A group takes a source for thanked though none of its servers led.',
    killedBy: ['delete-across-restarts'],
    edits: {
      reference: [migration("if (answer !== 'nobody leads') await", 'if (answer !== null) await')],
    },
  },
  {
    name: 'installs-twice',
    wrong: true,
    sentence:
      'Asks all servers for a shard at once, and takes in what each of them gives: the last one may be late.',
    killedBy: ['late-arrival'],
    edits: {
      reference: [
        migration(
          '    const source = new Cluster<GroupRpc>(this.node, from);\n    for (let tries = 0; tries < from.length; tries++) {\n' +
            '      // Any server that has taken the configuration has the shard as it left, whether it leads or not.\n' +
            '      const answer = await source.askAny((server) => server.fetchShard({ num, shard }));\n' +
            "      if (answer === undefined || answer.err !== 'OK') continue;\n" +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      this.takeSteps();\n      return;\n    }\n',
          '    const ask = async (name: string): Promise<boolean> => {\n' +
            '      const answer = await this.node.to<GroupRpc>(name).fetchShard({ num, shard });\n' +
            "      if (answer === undefined || answer.err !== 'OK') return false;\n" +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      this.takeSteps();\n      return true;\n    };\n' +
            '    await Promise.race([...from.map(ask), sleep(500)]);\n',
        ),
        store(
          '    if (arrival === undefined) return; // it came before, and what it holds is newer by now\n',
          '    if (departure.num !== this.state.config.num) return;\n' +
            '    if (this.state.config.shards[departure.shard] !== this.gid) return;\n',
        ),
        store(
          'each !== arrival);\n    this.state.toThank.push(arrival);',
          'each !== arrival);\n    if (arrival !== undefined) this.state.toThank.push(arrival);',
        ),
      ],
    },
  },
  {
    name: 'installs-for-a-newer-configuration',
    wrong: true,
    sentence:
      'Asks all servers at once, and takes a late answer for a shard that it gave away since, and waits for again.',
    killedBy: ['late-arrival'],
    edits: {
      reference: [
        migration(
          '    const source = new Cluster<GroupRpc>(this.node, from);\n    for (let tries = 0; tries < from.length; tries++) {\n' +
            '      // Any server that has taken the configuration has the shard as it left, whether it leads or not.\n' +
            '      const answer = await source.askAny((server) => server.fetchShard({ num, shard }));\n' +
            "      if (answer === undefined || answer.err !== 'OK') continue;\n" +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      this.takeSteps();\n      return;\n    }\n',
          '    const ask = async (name: string): Promise<boolean> => {\n' +
            '      const answer = await this.node.to<GroupRpc>(name).fetchShard({ num, shard });\n' +
            "      if (answer === undefined || answer.err !== 'OK') return false;\n" +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      this.takeSteps();\n      return true;\n    };\n' +
            '    await Promise.race([...from.map(ask), sleep(500)]);\n',
        ),
        store(
          'this.state.expected.find((each) => isSame(each, departure));',
          'this.state.expected.find((each) => each.shard === departure.shard);',
        ),
      ],
    },
  },
  {
    name: 'installs-whatever-comes',
    wrong: true,
    sentence:
      'Asks all servers at once, and serves whatever shard is given, whoever has it by then.',
    killedBy: ['late-arrival'],
    edits: {
      reference: [
        migration(
          '    const source = new Cluster<GroupRpc>(this.node, from);\n    for (let tries = 0; tries < from.length; tries++) {\n' +
            '      // Any server that has taken the configuration has the shard as it left, whether it leads or not.\n' +
            '      const answer = await source.askAny((server) => server.fetchShard({ num, shard }));\n' +
            "      if (answer === undefined || answer.err !== 'OK') continue;\n" +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      this.takeSteps();\n      return;\n    }\n',
          '    const ask = async (name: string): Promise<boolean> => {\n' +
            '      const answer = await this.node.to<GroupRpc>(name).fetchShard({ num, shard });\n' +
            "      if (answer === undefined || answer.err !== 'OK') return false;\n" +
            "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      this.takeSteps();\n      return true;\n    };\n' +
            '    await Promise.race([...from.map(ask), sleep(500)]);\n',
        ),
        store(
          '    if (arrival === undefined) return; // it came before, and what it holds is newer by now\n',
          '',
        ),
        store(
          'each !== arrival);\n    this.state.toThank.push(arrival);',
          'each !== arrival);\n    if (arrival !== undefined) this.state.toThank.push(arrival);',
        ),
      ],
    },
  },
  {
    name: 'thanks-before-it-is-committed',
    wrong: true,
    sentence: 'The leader thanks for a shard as soon as it is in its own log.',
    killedBy: ['thin-arrival', 'hand-over-crashes'],
    edits: {
      reference: [
        migration(
          "      await this.group.submit({ kind: 'install', num, shard, data: answer.data });",
          "      const done = this.group.submit({ kind: 'install', num, shard, data: answer.data });\n" +
            '      void this.thank({ num, shard, from });\n      await done;',
        ),
      ],
    },
  },
  {
    name: 'thanks-not-in-the-snapshot',
    wrong: true,
    sentence:
      'Whom a group has still to thank is not part of the snapshot: the source never learns of it.',
    killedBy: ['delete-across-restarts'],
    edits: {
      reference: [
        store(
          'return this.state as unknown as Json;',
          'return { ...this.state, toThank: [] } as unknown as Json;',
        ),
      ],
    },
  },
  {
    name: 'late-thanks-are-for-all',
    wrong: true,
    sentence: 'Thanks for a shard delete it, whatever configuration it has left with since.',
    killedBy: ['late-messages', 'swarm-admins'],
    edits: {
      reference: [
        store(
          '        delete this.state.departed[label(operation)];\n',
          '        for (const id of Object.keys(this.state.departed)) {\n' +
            '          if (id.endsWith(`/${operation.shard}`)) delete this.state.departed[id];\n        }\n',
        ),
      ],
    },
  },
];
