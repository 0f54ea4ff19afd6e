import type { Edit } from '../calibration/run/mutant.ts';

/** A bug in a copy of the reference, and what a report of it must say so that a student finds the line. */
export interface PlantedBug {
  readonly name: string;
  readonly lab: string;
  readonly scenario: string;
  readonly edits: readonly Edit[];
  /** Words of the report, however its lines are broken. */
  readonly told: readonly string[];
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: 'a reduce is handed out while maps are under way',
    lab: 'mapreduce',
    scenario: 'word-count',
    edits: [
      {
        file: 'mapreduce/coordinator.ts',
        find: 'if (!this.maps.isFinished) return this.assignMap();',
        replace:
          "const map = this.maps.isFinished ? null : this.assignMap();\n    if (map !== null && map.kind !== 'wait') return map;",
      },
    ],
    told: [' map 7 <', ' reduce 0 <', 'no call of map has ended for two-cities.txt'],
  },
  {
    name: 'a lock forgets its own hold after ErrMaybe',
    lab: 'kvserver',
    scenario: 'lock-one-client-unreliable',
    edits: [
      {
        file: 'kvserver/lock.ts',
        find: "    const reply = await this.clerk.get(this.key);\n    return reply.err === 'OK' && reply.value === this.me;",
        replace: '    return false;',
      },
    ],
    told: [
      'clerk-1 has not returned from acquire("l") since 1.593 s.',
      'called at src/kvserver/lock.ts:22 (SpinLock.acquire)',
      'The last put of "l" that was accepted came from clerk-1, at 1.645 s',
      'answers OK <-------- put l at 18',
    ],
  },
  {
    name: 'copies of an older term are counted',
    lab: 'raft',
    scenario: 'figure-8-aimed',
    edits: [
      {
        file: 'raft/raft.ts',
        find: 'if (this.log.termAt(majorityIndex) === this.currentTerm) this.commitThrough(majorityIndex);',
        replace: 'this.commitThrough(majorityIndex);',
      },
    ],
    told: [
      'server 0 leads term 8 and applies "x10", which is of term 6, though no command of term 8 is on a majority',
    ],
  },
  {
    name: 'matchIndex is the length of the log',
    lab: 'raft',
    scenario: 'basic-agree',
    edits: [
      {
        file: 'raft/raft.ts',
        find: 'this.recordMatch(follower, prevLogIndex + args.entries.length);',
        replace: 'this.recordMatch(follower, this.log.lastIndex);',
      },
    ],
    told: [
      'Server 2 has applied up to 1; the newest is 2. Server 1 leads term 1: it last heard from server 2',
      'prevLogIndex 2',
      'success false, conflict {term null, firstIndex 2}, the same 19 times since 0.908 s.',
    ],
  },
  {
    name: 'the election timer is never reset',
    lab: 'raft',
    scenario: 'initial-election',
    edits: [
      {
        file: 'raft/raft.ts',
        find: "    this.role = 'follower'; // a candidate has lost to this leader\n    this.resetElectionTimer();",
        replace: "    this.role = 'follower'; // a candidate has lost to this leader",
      },
    ],
    told: ["candidate, term 2, 53 ms after its leader's call"],
  },
  {
    name: 'a waiter does not look at the id',
    lab: 'kvraft',
    scenario: 'taken-index',
    edits: [
      {
        file: 'kvraft/rsm.ts',
        find: 'const isOurs = this.waiters.get(index)?.id === id;',
        replace: 'const isOurs = this.waiters.has(index) && id.length > 0;',
      },
    ],
    told: [
      'with the result of operation 2',
      'server 0 had answered another submit with that at 1.035 s',
    ],
  },
  {
    name: 'a received snapshot is not given to the service',
    lab: 'raft',
    scenario: 'snapshot-basic',
    edits: [
      {
        file: 'raft/raft.ts',
        find: `      this.apply({
        snapshot: args.snapshot,
        snapshotIndex: args.lastIncludedIndex,
        snapshotTerm: args.lastIncludedTerm,
      });
`,
        replace: '',
      },
    ],
    told: [
      'server 0 goes from index 1 to 11: it saved a snapshot up to 10',
      'never gave it to apply',
    ],
  },
  {
    name: 'a shard is served after it has left',
    lab: 'shardkv',
    scenario: 'join-leave',
    edits: [
      { file: 'shardkv/shard-store.ts', find: '        delete served[shard];\n', replace: '' },
    ],
    told: [
      "hears of configuration 2: shard 9 is group 2's",
      'answers for shard 9: configuration 2 gives it to group 2',
    ],
  },
];
