import { clerk, cluster, leader, migration, type Mutant } from './mutant.ts';

/** A group is taken to have three servers. */
export const SIZES: readonly Mutant[] = [
  {
    name: 'asks-three-servers',
    wrong: true,
    sentence: 'Asks the first three servers of a group only, of which none may lead.',
    killedBy: ['group-sizes', 'swarm-shards'],
    edits: {
      reference: [cluster('this.servers = names.map(', 'this.servers = names.slice(0, 3).map(')],
      push: [leader('this.servers = names.map(', 'this.servers = names.slice(0, 3).map(')],
    },
  },
  {
    name: 'makes-up-names',
    wrong: true,
    sentence: 'A clerk makes up the names of three servers from the number of a group.',
    killedBy: ['group-sizes', 'swarm-shards'],
    edits: {
      reference: [
        clerk(
          'const names = groups[String(shards[shard])];',
          'const gid = String(shards[shard]);\n' +
            '    const names = groups[gid] && [0, 1, 2].map((i) => `g${gid}-${i}`);',
        ),
      ],
      push: [
        clerk(
          'const names = groups[String(shards[shardOf(key)])];',
          'const gid = String(shards[shardOf(key)]);\n' +
            '    const names = groups[gid] && [0, 1, 2].map((i) => `g${gid}-${i}`);',
        ),
      ],
    },
  },
  {
    name: 'waits-for-two-answers',
    wrong: true,
    sentence:
      'Takes a shard only when two servers of its former group have given it: a group of one has one.',
    killedBy: ['group-sizes', 'swarm-shards'],
    edits: {
      reference: [
        migration(
          '    for (let tries = 0; tries < from.length; tries++) {\n',
          '    const given = new Set<string>();\n    for (let tries = 0; tries < from.length; tries++) {\n',
        ),
        migration(
          "      if (answer === undefined || answer.err !== 'OK') continue;",
          "      if (answer === undefined || answer.err !== 'OK') continue;\n" +
            "      given.add(from[tries] ?? '');\n" +
            '      if (given.size < 2) continue;',
        ),
      ],
    },
  },
];
