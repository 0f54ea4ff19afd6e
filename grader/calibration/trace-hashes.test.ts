import { expect, test } from 'vitest';
import { findLabs } from '../run/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { compileStyle } from './run/workspace.ts';

/*
 * What the reference does in a handful of scenarios of each lab, seeds 1 and 2. A change that moves a draw,
 * an event or a word of a trace is seen here at once; one that is wanted changes the line.
 */

const PINNED: Readonly<Record<string, Readonly<Record<string, readonly [string, string]>>>> = {
  mapreduce: {
    'word-count': ['de7bb8a8274370fd', '9fbfa97558044747'],
    crashes: ['8a1330d5c8c2accf', 'f0cd1648eca72a0c'],
    'crash-in-commit': ['df6fb0635d65fab0', '42a54dd903a01669'],
    'late-writer': ['a94a9a077ad8ce50', '3b801ef5171ef515'],
    'coordinator-restarts': ['9fd353a3d5f59c3e', 'e5460191244330e4'],
    'swarm-job': ['6f2b04070832e305', 'f440ba378e937990'],
  },
  kvserver: {
    'put-concurrent': ['9c89d053f5421d1f', 'b73ffeaf08f347c9'],
    'lock-many-clients': ['016af8a32d1ae910', '5f586115d1302454'],
    'unreliable-clients': ['c58ae9dd90997fd9', 'd49df7f0590e0a3b'],
    'swarm-clerks': ['8b2de73600c09bce', 'edef1bf39d81164e'],
    'paused-holder': ['c9597686647042df', '4d4a0be7e4500827'],
    'swarm-leases': ['6fdaee5a02f9145c', '73ee35d26c81a51f'],
    'late-release': ['8fb3547aad543e91', '3f40df6dac0a1941'],
  },
  raft: {
    're-election': ['a57a32a41d8f09ca', '4c8b29b1882054f7'],
    backup: ['e98ec8dc2cfb83e5', '452026f714fa5fa6'],
    count: ['21b1db793ff52293', '06aa09fb45ec4d32'],
    'swarm-log': ['339c8d9d3fcdb272', '708b5494ec448b05'],
    'swarm-crashes': ['f6fbdfb617b27739', '28920ef7f71d8fd3'],
    'figure-8-aimed': ['5e6c759930bc5814', '5f1d2f7bd6bb89fa'],
    'term-before-vote': ['863e2684dc9886a9', '5b6a763dfac58b0a'],
    'torn-vote': ['2312994fa6f46fe9', '8c7fecaff43d1101'],
    'swarm-snapshots': ['b475abb59abc88f4', '569d7b68d58e1c4f'],
    'late-snapshot': ['d88c54d5eae92d22', '41e77929a9b09e40'],
  },
  kvraft: {
    'rsm-swarm': ['805f1f6bc08b2fd0', '55346802cccb84d2'],
    'one-link': ['f51fda6b2de1e57f', '67a40b41f75ff23b'],
    'fast-clocks': ['d68afdf6ccd0ce0f', '1033f5873de99e74'],
    'kv-persist-partition-unreliable': ['76a813630f986f12', 'a3beffce02beb6ea'],
    'kv-swarm': ['f0125af78c8b234f', '3e9e844e86dfbb80'],
    'kv-swarm-snapshots': ['81dbf4ddf62c8ec8', '50c3b86543fdf7d1'],
  },
  shardkv: {
    'swarm-controller': ['958c0109433e10f4', '4b6c56b772ead456'],
    shutdown: ['07ac88f0b5f3d0ce', 'c9309cf5b3addb02'],
    'hand-over-crashes': ['7c603e5d6b67d8cf', '3fc8413e73be7db3'],
    'late-messages': ['96370fda5e5c39c7', '2beb4a2ac3c1af9b'],
    'swarm-shards': ['2f59a24bf35d7f67', '1b6ac52515bb118b'],
    'controller-crashes': ['afa96e73e8492331', 'ed1ea4b989cf4e56'],
    'challenge-delete': ['6a98d1ac17d6974f', '3e8ec0582ff2475d'],
  },
};

const SEEDS = [1, 2];

test.each(await findLabs())(
  'the reference of Lab $number leaves the traces that it left',
  async (lab) => {
    const submission = await compileStyle(lab, 'reference');
    const pinned = PINNED[lab.id] ?? {};
    const found: Record<string, string[]> = {};
    for (const scenario of lab.scenarios.filter(({ id }) => id in pinned)) {
      const runs = [];
      for (const seed of SEEDS) runs.push(await runSeed(lab, scenario, submission, seed));
      found[scenario.id] = runs.map(({ traceHash }) => traceHash);
    }
    expect(Object.keys(pinned), `nothing of ${lab.id} is pinned above`).not.toEqual([]);
    expect(found).toEqual(pinned);
  },
);
