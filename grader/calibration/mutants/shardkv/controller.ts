import { agenda, balance, configurations, controller, evenOut, type Mutant } from './mutant.ts';

/** Bugs of Part 5A: which configurations there are, and who may say so. */
export const CONTROLLER: readonly Mutant[] = [
  {
    name: 'balance-by-map-order',
    wrong: true,
    sentence:
      'Ties go by the order in which a Map came to hold the groups, which a snapshot does not keep: ' +
      'a restarted controller comes to other configurations than the rest.',
    killedBy: ['multi-concurrent', 'swarm-controller'],
    edits: {
      reference: [
        balance('b.length - a.length || gidA - gidB', 'b.length - a.length || 0 * (gidA - gidB)'),
        configurations(
          'function balanced(config: Config): Config {\n  const gids = Object.keys(config.groups).map(Number);',
          'const joined = new Map<number, boolean>();\n' +
            'function balanced(config: Config): Config {\n' +
            '  for (const gid of Object.keys(config.groups)) joined.set(Number(gid), true);\n' +
            '  for (const gid of joined.keys()) if (!(gid in config.groups)) joined.delete(gid);\n' +
            '  const gids = [...joined.keys()];',
        ),
      ],
    },
  },
  {
    name: 'balance-by-chance',
    wrong: true,
    sentence: 'Each controller breaks ties by its own random numbers.',
    killedBy: ['historical-queries', 'multi-concurrent'],
    edits: {
      reference: [
        balance('b.length - a.length || gidA - gidB', 'b.length - a.length || Math.random() - 0.5'),
        balance('([gidA, a], [gidB, b])', '([, a], [, b])'),
      ],
      push: [evenOut('gids.toSorted((a, b) => a - b)', 'gids.toSorted(() => Math.random() - 0.5)')],
    },
  },
  {
    name: 'round-robin',
    wrong: true,
    sentence: 'Shards are dealt out anew at every change: even, but nearly all of them move.',
    killedBy: ['minimal-transfer'],
    edits: {
      reference: [
        balance(
          'if (gids.length === 0) return shards.map(() => 0);',
          'if (gids.length === 0) return shards.map(() => 0);\n' +
            '  if (gids.length > 0) return shards.map((_, shard) => gids[shard % gids.length] ?? 0);',
        ),
      ],
      push: [
        evenOut(
          'if (gids.length === 0) return result;',
          'return shards.map((_, shard) => gids[shard % gids.length] ?? 0);',
        ),
      ],
    },
  },
  {
    name: 'one-more-for-the-lowest',
    wrong: true,
    sentence:
      'Where the shards do not divide evenly, the lowest groups get one more, and not those that have it.',
    killedBy: ['minimal-transfer'],
    edits: {
      reference: [
        balance('b.length - a.length || gidA - gidB', '0 * (b.length - a.length) || gidA - gidB'),
      ],
    },
  },
  {
    name: 'new-groups-stay-empty',
    wrong: true,
    sentence: 'Only shards without a group are given out; a group that joins later gets none.',
    killedBy: ['controller-join-leave'],
    edits: {
      reference: [
        balance(
          'if (gids.length === 0) return shards.map(() => 0);',
          'if (gids.length === 0) return shards.map(() => 0);\n' +
            '  if (shards.every((gid) => gids.includes(gid))) return [...shards];',
        ),
      ],
      push: [evenOut('while (load(heaviest())', 'while (gids.length < 0 && load(heaviest())')],
    },
  },
  {
    name: 'newest-from-memory',
    wrong: true,
    sentence:
      'Any controller answers a query for the newest configuration with the newest it knows.',
    killedBy: ['controller-cut-off', 'historical-queries'],
    edits: {
      reference: [
        configurations('private get newest()', 'get newest()'),
        controller(
          'const decided = this.configurations.at(num);',
          'const decided = this.configurations.at(num) ?? this.configurations.newest;',
        ),
      ],
    },
  },
  {
    name: 'above-newest-from-memory',
    wrong: true,
    sentence: 'Any controller answers a query for a number that it does not know with its newest.',
    killedBy: ['controller-cut-off'],
    edits: {
      reference: [
        configurations('private get newest()', 'get newest()'),
        controller(
          'const decided = this.configurations.at(num);',
          'const decided =\n      this.configurations.at(num) ?? (num < 0 ? undefined : this.configurations.newest);',
        ),
      ],
    },
  },
  {
    name: 'changes-made-twice',
    wrong: true,
    sentence: 'A change that is asked for again, because its answer was lost, is made again.',
    killedBy: ['controller-retry', 'controller-unreliable'],
    edits: {
      reference: [
        configurations(
          'if (sequence > (this.lastSequences[client] ?? 0)) {',
          'if (sequence > 0) {',
        ),
      ],
      push: [agenda('if (this.state.lastCalls[client] === sequence) return null;', '')],
    },
  },
  {
    name: 'sequences-not-in-snapshot',
    wrong: true,
    sentence: 'What tells a second copy of a change is not part of the snapshot.',
    killedBy: ['controller-retry'],
    edits: {
      reference: [
        configurations(
          'this.lastSequences = { ...lastSequences };',
          'this.lastSequences = { ...{} };',
        ),
        configurations('const { configs, lastSequences } =', 'const { configs } ='),
      ],
    },
  },
  {
    name: 'snapshot-forgets-history',
    wrong: true,
    sentence: 'A snapshot has only the newest configurations, and old numbers get what is there.',
    killedBy: ['multi-concurrent', 'swarm-controller'],
    edits: {
      reference: [
        configurations(
          'const saved: Saved = { configs: this.configs,',
          'const old = this.configs.slice(0, -3).map(() => this.newest);\n' +
            '    const saved: Saved = { configs: [...old, ...this.configs.slice(-3)],',
        ),
      ],
    },
  },
  {
    name: 'history-rewritten',
    wrong: true,
    sentence: 'A move changes the array of shards that the configuration before it has too.',
    killedBy: ['controller-move'],
    edits: {
      reference: [
        configurations(
          'const shards = config.shards.with(change.shard, change.gid);',
          'const shards = config.shards as number[];\n      shards[change.shard] = change.gid;',
        ),
      ],
    },
  },
  {
    name: 'leader-decides-alone',
    wrong: true,
    sentence:
      'Two controllers, or two changes, both win: the configuration is made before it is agreed on, ' +
      'and put at its number whatever stands there by then.',
    killedBy: ['concurrent-leave-join', 'multi-concurrent'],
    edits: {
      reference: [
        configurations(
          "({ readonly kind: 'change' } & ChangeArgs) |",
          "({ readonly kind: 'change' } & ChangeArgs) | { readonly kind: 'decide'; readonly config: Config } |",
        ),
        configurations(
          "if (operation.kind === 'query')",
          "if (operation.kind === 'decide') {\n" +
            '      this.configs[operation.config.num] = operation.config;\n' +
            '      return null;\n' +
            '    }\n' +
            "    if (operation.kind === 'query')",
        ),
        configurations(
          'private get newest()',
          'next(change: Change): Config {\n    return changed(this.newest, change);\n  }\n\n  private get newest()',
        ),
        controller(
          "await this.submit({ kind: 'change', ...args });",
          "await this.submit({ kind: 'decide', config: this.configurations.next(args.change) });",
        ),
      ],
    },
  },
  {
    name: 'leave-moves-orphans-only',
    wrong: true,
    sentence: 'A leave gives away the shards of who leaves, and evens out nothing else.',
    killedBy: ['uneven'],
    edits: {
      push: [
        evenOut('  while (load(heaviest())', '  while (mayMove && load(heaviest())'),
        evenOut(
          'gids: readonly number[]): number[] {',
          'gids: readonly number[], mayMove = true): number[] {',
        ),
        agenda(
          'shards: evenOut(shards, [...all.keys()].map(Number)),',
          "shards: evenOut(shards, [...all.keys()].map(Number), change.kind === 'join'),",
        ),
      ],
    },
  },
  {
    name: 'idle-moves-make-none',
    wrong: true,
    sentence: 'A move of a shard to the group that has it already makes no configuration.',
    killedBy: ['controller-move', 'idle-group'],
    edits: {
      reference: [
        configurations(
          '      this.configs.push(changed(this.newest, change));',
          "      if (change.kind === 'move' && this.newest.shards[change.shard] === change.gid) return null;\n" +
            '      this.configs.push(changed(this.newest, change));',
        ),
      ],
      push: [
        agenda(
          '    this.state.configs.push(after(this.config(-1), change));',
          "    if (change.kind === 'move' && this.config(-1).shards[change.shard] === change.gid) return null;\n" +
            '    this.state.configs.push(after(this.config(-1), change));',
        ),
      ],
    },
  },
];
