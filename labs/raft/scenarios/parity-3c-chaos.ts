import { together, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { VerdictSignal } from '../../../harness/vocabulary/verdict.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import {
  crash,
  cut,
  ELECTION_MS,
  figure8Pause,
  join,
  mustHaveDropped,
  revive,
} from './parity-steps.ts';

/** 6.5840 plays 1,000 rounds once; four seeds of half as many are more, and logs stay half as long. */
const FIGURE_8_ROUNDS = 500;
/** As there, after a fifth of the rounds. */
const REORDERING_FROM = 100;
const CHURN_ROUNDS = 20;

export const figure8 = raftScenario({
  id: 'figure-8',
  title: 'Figure 8',
  holdsTo: 'What was applied anywhere stays, however often leaders crash right after a start.',
  part: '3C',
  points: 1,
  source: 'TestFigure83C',
  servers: 5,
  *play(world) {
    const { sim, random } = world;
    yield* world.agree(1, { retry: true });
    let crashes = 0;
    for (let round = 0; round < FIGURE_8_ROUNDS; round++) {
      const leader = startEverywhere(world).at(-1)?.server;
      yield* figure8Pause(world);
      if (leader !== undefined) {
        crash(world, leader);
        crashes++;
      }
      if (world.all.filter((server) => sim.isUp(server)).length < 3) {
        revive(world, random.between(0, 4));
      }
    }
    revive(world, ...world.all);
    yield* world.agree(5, { retry: true });
    mustHave(world.sim, crashes > 0, 'no leader crashed');
  },
});

export const figure8Unreliable = raftScenario({
  id: 'figure-8-unreliable',
  title: 'Figure 8 (unreliable)',
  holdsTo: 'What was applied anywhere stays, with leaders cut off and answers two seconds late.',
  part: '3C',
  points: 1,
  source: 'TestFigure8Unreliable3C',
  servers: 5,
  network: 'unreliable',
  *play(world) {
    const { sim, random } = world;
    const isOn = (server: number): boolean => sim.network.isConnected(server);
    yield* world.agree(1, { retry: true });
    for (let round = 0; round < FIGURE_8_ROUNDS; round++) {
      if (round === REORDERING_FROM) sim.inject({ kind: 'network', preset: 'reordering' });
      const leaders = startEverywhere(world).filter(({ server }) => isOn(server));
      const leader = leaders.at(-1)?.server;
      yield* figure8Pause(world);
      if (leader !== undefined && random.chance(500_000)) cut(world, leader);
      if (world.all.filter(isOn).length < 3) join(world, random.between(0, 4));
    }
    join(world, ...world.all);
    mustHaveDropped(world);
    // 6.5840 leaves the bad network on, which fails a correct Raft now and then.
    sim.inject({ kind: 'network', preset: 'reliable' });
    yield* agreeInTwo(world);
  },
});

export const reliableChurn = raftScenario({
  id: 'reliable-churn',
  title: 'churn',
  holdsTo:
    'Every command that was applied once is applied by every server in the end, whatever crashes in between.',
  part: '3C',
  points: 1,
  source: 'TestReliableChurn3C',
  servers: 5,
  play: churn,
});

export const unreliableChurn = raftScenario({
  id: 'unreliable-churn',
  title: 'unreliable churn',
  holdsTo:
    'Every command that was applied once is applied by every server in the end, on a bad network too.',
  part: '3C',
  points: 1,
  source: 'TestUnreliableChurn3C',
  servers: 5,
  network: 'unreliable',
  *play(world) {
    yield* churn(world);
    mustHaveDropped(world);
  },
});

interface Given {
  readonly server: number;
  readonly index: number;
  readonly command: string;
}

/** Returns a new command to every server; those that lead, even in an old term, take it. */
function startEverywhere(world: RaftWorld): Given[] {
  const given: Given[] = [];
  for (const server of world.all) {
    const started = world.start(server);
    if (started !== null) given.push({ server, ...started });
  }
  return given;
}

/** The last agreement, with a second 10 s for logs that differ much. */
function* agreeInTwo(world: RaftWorld): Steps<number> {
  try {
    return yield* world.agree(5, { retry: true });
  } catch (error) {
    if (!(error instanceof VerdictSignal) || error.verdict.kind !== 'stalled') throw error;
    return yield* world.agree(5, { retry: true });
  }
}

function* churn(world: RaftWorld): Script {
  const seen: Given[] = [];
  const first = yield* world.agree(1, { retry: true });
  seen.push({ server: 0, index: first, command: world.applied[first] ?? '' });
  const run = { over: false };
  const clients = [0, 1, 2].map((me) => client(world, me, run, seen));
  yield* together(world.sim, [...clients, upsAndDowns(world, run)]);
  yield* wait(ELECTION_MS);
  const last = yield* agreeInTwo(world);
  for (const { index, command } of seen) {
    world.demand(
      index < last && world.applied[index] === command && world.appliedBy(index).length === 5,
      {
        id: 'applied-stays',
        sentence:
          'A command that was applied once is applied, at its index, by every server in the end.',
      },
      `${command} was applied at index ${index}; the last index is now ${last}`,
      `servers that applied it: ${world.appliedBy(index).join(', ')}`,
    );
  }
}

/** A client offers commands all the time and notes those it sees applied. */
function* client(world: RaftWorld, me: number, run: { over: boolean }, seen: Given[]): Script {
  while (!run.over) {
    const given = startEverywhere(world);
    if (given.length === 0) {
      yield* wait(79 + me * 17);
      continue;
    }
    // Time must pass even when an old leader gives an index that is applied already.
    for (const pauseMs of [50, 50, 100, 200]) {
      yield* wait(pauseMs);
      if (given.some(({ index }) => world.applied[index] !== undefined)) break;
    }
    seen.push(...given.filter(({ index, command }) => world.applied[index] === command));
  }
}

function* upsAndDowns(world: RaftWorld, run: { over: boolean }): Script {
  const { random } = world;
  for (let round = 0; round < CHURN_ROUNDS; round++) {
    if (random.chance(200_000)) cut(world, random.between(0, 4));
    if (random.chance(500_000)) revive(world, random.between(0, 4));
    // Whatever the draws are, one server crashes in mid-run.
    if (random.chance(200_000) || round === CHURN_ROUNDS / 2) crash(world, random.between(0, 4));
    yield* wait(700);
  }
  yield* wait(ELECTION_MS);
  revive(world, ...world.all);
  run.over = true;
}
