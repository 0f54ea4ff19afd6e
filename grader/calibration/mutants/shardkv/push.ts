import type { Edit } from '../../run/mutant.ts';
import { agenda, mover, server, table, type Mutant } from './mutant.ts';

/** One table of clients for the whole group. What comes with a shard is written over what is there. */
export const sessionsOfTheGroup = (merge: string): readonly Edit[] => [
  table(
    'export class ShardTable implements StateMachine {\n',
    "export class ShardTable implements StateMachine {\n  private sessions: Contents['sessions'] = {};\n",
  ),
  table(
    'const { entries, sessions } = slot.contents;',
    'const { entries } = slot.contents;\n    const { sessions } = this;',
  ),
  table(
    "slot.status === 'frozen' ? slot.contents : null;",
    "slot.status === 'frozen' ? { ...slot.contents, sessions: { ...this.sessions } } : null;",
  ),
  table(
    "status: 'serving', contents: structuredClone(contents) });\n",
    `status: 'serving', contents: structuredClone(contents) });\n    ${merge}\n`,
  ),
  table(
    'return this.slots as unknown as Json;',
    'return { slots: this.slots, sessions: this.sessions } as unknown as Json;',
  ),
  table(
    'this.slots = structuredClone(snapshot) as unknown as Slot[];',
    'Object.assign(this, structuredClone(snapshot) as unknown as object);',
  ),
];

/** Bugs where controllers push shards from group to group. */
export const PUSH: readonly Mutant[] = [
  {
    name: 'sessions-do-not-move',
    wrong: true,
    sentence: 'What tells a second copy of a put does not go with the shard.',
    killedBy: ['put-across-move'],
    edits: {
      push: [
        table(
          'contents: structuredClone(contents) });',
          'contents: { entries: structuredClone(contents.entries), sessions: {} } });',
        ),
      ],
    },
  },
  {
    name: 'installs-are-not-fenced',
    wrong: true,
    sentence: 'A group takes in a shard that a controller sends for a configuration long over.',
    killedBy: ['late-messages'],
    edits: {
      push: [table('    if (slot.num >= num) return;\n', '')],
    },
  },
  {
    name: 'installs-what-it-has-not',
    wrong: true,
    sentence:
      'A group looks at the number of a shard that is sent to it only where it has the shard: an old one comes back to life.',
    killedBy: ['late-messages'],
    edits: {
      push: [
        table(
          'if (slot.num >= num) return;',
          "if (slot.num >= num && slot.status !== 'absent') return;",
        ),
      ],
    },
  },
  {
    name: 'freezes-are-not-fenced',
    wrong: true,
    sentence:
      'A group stops to serve a shard for a controller that is at a configuration long over.',
    killedBy: ['fenced-controller'],
    edits: {
      push: [
        table(
          "if (slot.num < num) Object.assign(slot, { num, status: 'frozen' });",
          "Object.assign(slot, { num, status: 'frozen' });",
        ),
      ],
    },
  },
  {
    name: 'two-controllers-both-win',
    wrong: true,
    sentence:
      'Groups obey any controller: neither freeze nor install looks at the configuration it is for.',
    killedBy: ['fenced-controller', 'late-messages'],
    edits: {
      push: [
        table('    if (slot.num >= num) return;\n', ''),
        table(
          "if (slot.num < num) Object.assign(slot, { num, status: 'frozen' });",
          "Object.assign(slot, { num, status: 'frozen' });",
        ),
        table(
          "if (slot.num !== num || slot.status !== 'frozen') return;",
          "if (slot.num < 0 * num || slot.status !== 'frozen') return;",
        ),
      ],
    },
  },
  {
    name: 'serves-what-is-frozen',
    wrong: true,
    sentence: 'A group serves a shard while it is handed over, and until it is dropped.',
    killedBy: ['many-clerks', 'left-behind'],
    edits: {
      push: [
        table(
          "const slot = this.slot(shardOf(key));\n    if (slot.status !== 'serving')",
          "const slot = this.slot(shardOf(key));\n    if (slot.status === 'absent')",
        ),
        table(
          "const slot = this.slot(shardOf(args.key));\n    if (slot.status !== 'serving')",
          "const slot = this.slot(shardOf(args.key));\n    if (slot.status === 'absent')",
        ),
      ],
    },
  },
  {
    name: 'drops-before-it-installs',
    wrong: true,
    sentence: 'The shard is deleted at the source before the target has it.',
    killedBy: ['controller-crashes'],
    edits: {
      push: [
        mover(
          '    if (target !== null) {\n',
          '    await source?.call((server) => server.drop(step), isWanted);\n    if (target !== null) {\n',
        ),
      ],
    },
  },
  {
    name: 'settled-before-it-drops',
    wrong: true,
    sentence:
      'A controller notes a change as done before the old group has deleted the shard; if it dies then, nobody tells the group again.',
    killedBy: ['delete-across-restarts'],
    edits: {
      push: [
        mover(
          'await source?.call((server) => server.drop(step), isWanted);',
          'void source?.call((server) => server.drop(step), () => this.office.isLeader());',
        ),
      ],
    },
  },
  {
    name: 'freezes-on-the-leader-only',
    wrong: true,
    sentence: 'The leader of the source stops to serve the shard; its followers never hear of it.',
    killedBy: ['hand-over-crashes'],
    edits: {
      push: [
        server(
          'private readonly rsm: Rsm;',
          'private readonly rsm: Rsm;\n  private readonly table = new ShardTable();',
        ),
        server('new Rsm(node, new ShardTable(), {', 'new Rsm(node, this.table, {'),
        server(
          "const result = await this.submit({ freeze: step });\n    if (result.err !== 'OK') return result;\n    return { err: 'OK', contents: result.value as unknown as Contents | null };",
          "if (!this.rsm.raft.getState().isLeader) return { err: 'ErrWrongLeader' };\n" +
            "    return { err: 'OK', contents: this.table.doOp({ freeze: { ...step } }) as unknown as Contents | null };",
        ),
      ],
    },
  },
  {
    name: 'progress-not-in-snapshot',
    wrong: true,
    sentence: 'A controller that starts from a snapshot takes every configuration in it for done.',
    killedBy: ['swarm-shards'],
    edits: {
      push: [
        agenda(
          'this.state = structuredClone(snapshot) as unknown as State;',
          'this.state = structuredClone(snapshot) as unknown as State;\n' +
            '    this.state.settled = this.state.configs.length - 1;',
        ),
      ],
    },
  },
  {
    name: 'settled-before-it-is',
    wrong: true,
    sentence:
      'A controller goes on to the next configuration when the shards have only been asked to move.',
    killedBy: ['controller-crashes'],
    edits: {
      push: [
        mover(
          'await Promise.all(to.shards.map((_gid, shard) => this.moveShard(from, to, shard, isWanted)));',
          'const mayGoOn = (): boolean => this.office.isLeader();\n' +
            '      void Promise.all(to.shards.map((_gid, shard) => this.moveShard(from, to, shard, mayGoOn)));',
        ),
      ],
    },
  },
  {
    name: 'sessions-not-in-the-snapshot',
    wrong: true,
    sentence: 'A group that restarts from a snapshot knows no second copies of what it has done.',
    killedBy: ['put-across-restart'],
    edits: {
      push: [
        table(
          '    this.slots = structuredClone(snapshot) as unknown as Slot[];',
          '    this.slots = structuredClone(snapshot) as unknown as Slot[];\n' +
            '    for (const slot of this.slots) slot.contents = { entries: slot.contents.entries, sessions: {} };',
        ),
      ],
    },
  },
  {
    name: 'sessions-of-four-clients',
    wrong: true,
    sentence: 'A shard remembers its last four clients only.',
    killedBy: ['put-across-restart'],
    edits: {
      push: [
        table(
          '    sessions[args.client] = { sequence: args.sequence, err };',
          '    delete sessions[args.client];\n' +
            '    sessions[args.client] = { sequence: args.sequence, err };\n' +
            '    for (const old of Object.keys(sessions).slice(0, -4)) delete sessions[old];',
        ),
      ],
    },
  },
  {
    name: 'reads-while-frozen',
    wrong: true,
    sentence: 'A group answers gets of a shard until it has dropped it.',
    killedBy: ['old-reader'],
    edits: {
      push: [
        table(
          "const slot = this.slot(shardOf(key));\n    if (slot.status !== 'serving')",
          "const slot = this.slot(shardOf(key));\n    if (slot.status === 'absent')",
        ),
      ],
    },
  },
  {
    name: 'installed-before-it-is-committed',
    wrong: true,
    sentence: 'A leader says that its group has a shard when it is in its own log.',
    killedBy: ['thin-arrival', 'hand-over-crashes'],
    edits: {
      push: [
        server(
          'const { err } = await this.submit({ install: args });\n    return { err };',
          "if (!this.rsm.raft.getState().isLeader) return { err: 'ErrWrongLeader' };\n" +
            "    void this.submit({ install: args });\n    return { err: 'OK' };",
        ),
      ],
    },
  },
  {
    name: 'installs-again',
    wrong: true,
    sentence: 'A group takes in a shard as often as it is sent for one configuration.',
    killedBy: ['late-messages', 'late-arrival'],
    edits: {
      push: [
        table(
          'if (slot.num >= num) return;',
          "if (slot.num > num || slot.status === 'frozen') return;",
        ),
      ],
    },
  },
  {
    name: 'sessions-of-the-group',
    wrong: true,
    sentence:
      'A group has one table of clients, into which those of an arriving shard are written: an older put may hide a newer one.',
    killedBy: ['put-across-arrival'],
    edits: {
      push: sessionsOfTheGroup('Object.assign(this.sessions, structuredClone(contents.sessions));'),
    },
  },
];
