import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import { raftScenario, type RaftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';

const SNAPSHOT_EVERY = 10;
/** 6.5840's MAXLOGSIZE: room for several times the commands between two snapshots. */
const STATE_BYTES_MAX = 2_000;
const ROUNDS = 30;
const DOWN_MS = 1;

type Trouble = 'none' | 'disconnect' | 'crash';

const snapshotBasic = part3D({
  id: 'snapshot-basic',
  title: 'snapshots basic',
  holdsTo: 'The log up to a snapshot is discarded, so that the saved state stays small.',
  source: 'TestSnapshotBasic3D',
  play: (world) => rounds(world, 'none'),
});

const snapshotInstall = part3D({
  id: 'snapshot-install',
  title: 'install snapshots (disconnect)',
  holdsTo:
    "A server that has missed what the leader discarded gets the leader's snapshot, and catches up.",
  source: 'TestSnapshotInstall3D',
  play: (world) => rounds(world, 'disconnect'),
});

const snapshotInstallUnreliable = part3D({
  id: 'snapshot-install-unreliable',
  title: 'install snapshots (disconnect, unreliable)',
  holdsTo:
    "A server that lags gets the leader's snapshot on a bad network too, and is never taken back.",
  source: 'TestSnapshotInstallUnreliable3D',
  network: 'unreliable',
  play: (world) => rounds(world, 'disconnect'),
});

const snapshotInstallCrash = part3D({
  id: 'snapshot-install-crash',
  title: 'install snapshots (crash)',
  holdsTo: "A server that was down for too long gets the leader's snapshot, and catches up.",
  source: 'TestSnapshotInstallCrash3D',
  play: (world) => rounds(world, 'crash'),
});

const snapshotInstallUnreliableCrash = part3D({
  id: 'snapshot-install-unreliable-crash',
  title: 'install snapshots (crash, unreliable)',
  holdsTo: 'A server that was down for too long catches up by a snapshot on a bad network too.',
  source: 'TestSnapshotInstallUnCrash3D',
  network: 'unreliable',
  play: (world) => rounds(world, 'crash'),
});

const snapshotAllCrash = part3D({
  id: 'snapshot-all-crash',
  title: 'crash and restart all servers',
  holdsTo:
    'Snapshot and log together restore every committed command after all servers have restarted.',
  source: 'TestSnapshotAllCrash3D',
  network: 'unreliable',
  *play(world) {
    yield* agreeByAll(world);
    for (let round = 0; round < 5; round++) {
      const burst = burstSize(world);
      for (let i = 0; i < burst; i++) yield* agreeByAll(world);
      const before = yield* agreeByAll(world);
      yield* restartAll(world);
      const after = yield* agreeByAll(world);
      world.demand(
        after > before,
        {
          id: 'index-grows',
          sentence: 'A restart of every server loses no committed command: indexes keep growing.',
        },
        `index ${before} before the restart, ${after} after it`,
      );
    }
  },
});

const snapshotInit = part3D({
  id: 'snapshot-init',
  title: 'snapshot initialization after crash',
  holdsTo: 'A snapshot stays on the disk when later saves bring none.',
  source: 'TestSnapshotInit3D',
  network: 'unreliable',
  *play(world) {
    for (let i = 0; i < SNAPSHOT_EVERY + 2; i++) yield* agreeByAll(world);
    yield* restartAll(world);
    // One command makes each server save again; the snapshot must survive that save.
    yield* agreeByAll(world);
    yield* restartAll(world);
    yield* agreeByAll(world);
  },
});

export const parity3D: readonly Scenario[] = [
  snapshotBasic,
  snapshotInstall,
  snapshotInstallUnreliable,
  snapshotInstallCrash,
  snapshotInstallUnreliableCrash,
  snapshotAllCrash,
  snapshotInit,
];

type Given3D = Pick<RaftScenario, 'id' | 'title' | 'holdsTo' | 'source' | 'network' | 'play'>;

function part3D(given: Given3D): Scenario {
  return raftScenario({
    part: '3D',
    points: 1,
    servers: 3,
    snapshotEvery: SNAPSHOT_EVERY,
    ...given,
  });
}

/** 6.5840's snapcommon: a server misses enough commands for a snapshot, then catches up. */
function* rounds(world: RaftWorld, trouble: Trouble): Steps<void> {
  const servers = world.all.length;
  yield* agreeByAll(world);
  let leader = yield* world.oneLeader();
  for (let round = 0; round < ROUNDS; round++) {
    const follower = (leader + 1) % servers;
    // Every third time it is the leader that goes.
    const [sender, victim] = round % 3 === 1 ? [follower, leader] : [leader, follower];
    const present = trouble === 'none' ? servers : servers - 1;
    if (trouble !== 'none') {
      takeAway(world, trouble, victim);
      yield* world.agree(present, { retry: true });
    }
    const burst = burstSize(world);
    for (let i = 0; i < burst; i++) world.start(sender);
    yield* world.agree(present, { retry: true });
    yield* checkStateSize(world);
    if (trouble === 'none') continue;
    bringBack(world, trouble, victim);
    yield* agreeByAll(world);
    leader = yield* world.oneLeader();
  }
}

function takeAway(world: RaftWorld, trouble: Trouble, server: number): void {
  world.sim.inject({ kind: trouble === 'crash' ? 'crash' : 'disconnect', server });
}

function bringBack(world: RaftWorld, trouble: Trouble, server: number): void {
  world.sim.inject({ kind: trouble === 'crash' ? 'restart' : 'connect', server });
}

/** Perhaps enough commands for a snapshot. */
function burstSize(world: RaftWorld): number {
  return world.random.between(SNAPSHOT_EVERY / 2, SNAPSHOT_EVERY / 2 + SNAPSHOT_EVERY - 1);
}

function agreeByAll(world: RaftWorld): Steps<number> {
  return world.agree(world.all.length, { retry: true });
}

function* restartAll(world: RaftWorld): Steps<void> {
  for (const server of world.all) world.sim.inject({ kind: 'crash', server });
  yield* wait(DOWN_MS);
  for (const server of world.all) world.sim.inject({ kind: 'restart', server });
}

function* checkStateSize(world: RaftWorld): Steps<void> {
  // The service asks for a snapshot a moment after the apply that `agree` waited for.
  yield* wait(5);
  const { sim } = world;
  for (const server of world.all) {
    const { stateBytes } = sim.disk(server);
    if (stateBytes < STATE_BYTES_MAX) continue;
    const message =
      `server ${server} keeps ${stateBytes} bytes of Raft state, and must stay under ` +
      `${STATE_BYTES_MAX}: a snapshot should discard the log up to its index`;
    overrun(sim, message);
  }
}
