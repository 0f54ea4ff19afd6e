import { wait, type Steps } from '../../../harness/scenario/script.ts';
import { kvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';
import { overwrite } from './overwrite.ts';
import { playRounds, type Stage } from './stage.ts';

const KEY = 'x';

/**
 * A put was just answered when a server is cut off from the others, the leader or a follower. One
 * clerk, or two, reach nobody else: what they ask there must wait, for the others go on without it.
 */
function* cutOffServer(world: KvWorld, stage: Stage, leader: number): Steps<boolean> {
  const { sim, cluster } = world;
  const { random } = cluster;
  const [reader, writer, late] = [world.clerk(0), world.clerk(1), world.clerk(2)];
  const victim = random.chance(600_000) ? leader : random.pick(cluster.others(leader));
  const others = cluster.others(victim);
  yield* reader.get(KEY);
  yield* late.get(KEY);
  const version = (yield* overwrite(writer, KEY)) ?? 0;
  const { term } = cluster.view(leader);

  const ask = (): Steps<unknown> =>
    random.chance(700_000) ? reader.get(KEY) : reader.put(KEY, `cut off at ${sim.nowUs}`, version);
  let early: Steps<unknown> | null = null;
  if (victim === leader && random.chance(300_000)) {
    // The others store what is asked, and the next leader commits it; the victim learns of it late.
    stage.hold = ({ from, to, half }) => others.includes(from) && to === victim && half === 'reply';
    early = world.begin(ask());
    yield* wait(random.between(20, 150));
  }
  cluster.partition([victim, reader.process, late.process], [...others, writer.process]);
  if (early === null && random.chance(300_000)) early = world.begin(ask());
  if (victim === leader) yield* cluster.oneLeader(others, term);
  // The new leader may have the last put, and not know yet that it is committed.
  if (random.chance(500_000)) yield* writer.get(KEY);
  const err = yield* writer.put(KEY, `at ${sim.nowUs}`, version);
  const inFlight = [early ?? world.begin(ask()), world.begin(late.get(KEY))];
  yield* wait(random.between(0, 300));

  cluster.healPartition();
  stage.hold = () => false;
  sim.calls.release();
  for (const each of inFlight) yield* each;
  yield* reader.get(KEY);
  yield* writer.get(KEY);
  world.demandLinearizable();
  return err === 'OK' || err === 'ErrMaybe';
}

export const cutOffServerScenario = kvScenario({
  id: 'cut-off-server',
  title: 'a server that is cut off answers nothing',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 8: a read must not return stale data',
  servers: 3,
  clerks: 3,
  seeds: 12,
  *play(world) {
    yield* playRounds(world.cluster, 'cut-off-server', (stage, leader) =>
      cutOffServer(world, stage, leader),
    );
    yield* world.converge([KEY]);
  },
});
