import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { playElections, playRounds } from './rounds.ts';
import { inOrder } from './sides.ts';
import type { RaftStage } from './stage.ts';

/** Three and five servers in two parts are met by others; of an even number, both parts are minorities. */
const SIZES = { least: 4, most: 7 };
/** Long enough for a hurried server to stand twice. */
const ELECTION_MS = 1_500;
/** Long enough for two rounds of heartbeats, after which a leader knows who has an entry. */
const COMMIT_MS = 400;

/** The most servers that are no majority are alone, without their leader: nobody may win there. */
function* electsNobody(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const alone = world.random.shuffle(stage.others(leader)).slice(0, mostOfMinority(world));
  const sinceUs = world.sim.nowUs;
  stage.hurry(alone[0] ?? leader);
  stage.partition(alone, stage.others(...alone));
  const { term } = stage;
  const hasWon = (each: number): boolean =>
    world.view(each).isLeader && world.view(each).term > term;
  yield* until(() => alone.some(hasWon), ELECTION_MS);
  demandNoWinner(world, alone, { term, sinceUs });
  return true;
}

/** Demands that of servers which are too few, and alone since then, none leads a term after this one. */
export function demandNoWinner(
  world: RaftWorld,
  alone: readonly number[],
  { term, sinceUs }: { readonly term: number; readonly sinceUs: number },
): void {
  const winner = alone.find((each) => world.view(each).isLeader && world.view(each).term > term);
  world.demand(
    winner === undefined,
    {
      id: 'leads-by-majority',
      sentence: 'a candidate needs the votes of a majority of all servers to lead.',
    },
    ...told(world, alone, sinceUs),
    `server ${winner} led term ${winner === undefined ? '' : world.view(winner).term}`,
  );
}

/** They have a leader with them, an old one or a new one, who is given commands: none may be committed. */
function* commitsNothing(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const others = world.random.shuffle(stage.others(old));
  const isNew = world.random.chance(500_000);
  const leader = isNew ? (others.pop() ?? old) : old;
  const alone = [leader, ...others.slice(0, mostOfMinority(world) - 1)];
  if (isNew) {
    // From its first moment as a leader on, nobody else hears from it.
    stage.hold(({ from, to, half, role }) => {
      if (half !== 'request' || role === 'vote' || role === 'other') return false;
      return from !== old && !(alone.includes(from) && alone.includes(to));
    });
    const { term } = world.view(old);
    yield* stage.makeNext(leader);
    stage.cut(old);
    if (!(yield* stage.leads(leader, term))) return false;
  }
  const sinceUs = world.sim.nowUs;
  stage.partition(alone, stage.others(...alone));
  const first = world.start(leader);
  if (first === null) return false;
  for (let i = world.random.between(0, 3); i > 0; i--) world.start(leader);
  const hasApplied = (each: number): boolean => world.view(each).lastApplied >= first.index;
  yield* until(() => alone.some(hasApplied), COMMIT_MS);
  const early = alone.find(hasApplied);
  world.demand(
    early === undefined,
    {
      id: 'committed-by-majority',
      sentence:
        'an entry is committed when a majority of all servers has it, and applied only then.',
    },
    ...told(world, alone, sinceUs),
    `server ${early} applied index ${first.index}, which nobody else can have`,
  );
  return true;
}

function mostOfMinority(world: RaftWorld): number {
  return Math.floor(world.all.length / 2);
}

function told(world: RaftWorld, alone: readonly number[], sinceUs: number): string[] {
  const who = inOrder(alone);
  return [
    `servers ${who} of ${world.all.length} could reach nobody else from ${seconds(sinceUs)} on`,
  ];
}

export const minorityElectsScenario = raftScenario({
  id: 'minority-elects-nobody',
  title: 'half of the servers elect nobody',
  part: '3A',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2: a candidate wins with the votes of a majority of the full cluster',
  holdsTo: 'A candidate needs the votes of a majority of all servers, whatever their number.',
  seeds: 10,
  servers: SIZES,
  play: (world) => playElections(world, 'minority-elects-nobody', electsNobody),
});

export const minorityCommitsScenario = raftScenario({
  id: 'minority-commits-nothing',
  title: 'half of the servers commit nothing',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.3: an entry is committed once it is on a majority of the servers',
  holdsTo: 'An entry is committed when a majority of all servers has it, whatever their number.',
  seeds: 10,
  servers: SIZES,
  play: (world) => playRounds(world, 'minority-commits-nothing', commitsNothing),
});
