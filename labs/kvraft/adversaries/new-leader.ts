import {
  asScript,
  until,
  wait,
  type Script,
  type Steps,
} from '../../../harness/vocabulary/script.ts';
import { versionOf } from '../../kv/kv-client.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { PATIENCE_MS, playRounds, type KvRaftStage } from './stage.ts';

const KEY = 'x';
const CLERKS = 4;
/** For so long the new leader cannot commit anything. */
const UNKNOWING_MS = 60;

/**
 * A put was answered, and of those that are left one server has it, in its log. It is elected, and asked
 * at once: it does not know that the put is committed, nor can it commit it yet.
 */
function* newLeader(world: KvRaftWorld, stage: KvRaftStage, next: number): Steps<boolean> {
  const { cluster, sim } = world;
  const [writer, ...readers] = [world.clerk(0), world.clerk(1), world.clerk(2), world.clerk(3)];
  // The server that will lead has led before, so that readers ask it at once.
  for (const reader of readers) yield* reader.get(KEY);
  const old = cluster.random.pick(cluster.others(next));
  if (!(yield* stage.makeLeader(old))) return false;
  const [third = old] = cluster.others(old, next);
  const version = versionOf(yield* writer.get(KEY));
  const value = `known to few at ${sim.nowUs}`;
  const hasPut = (server: number): boolean => sim.disk(server).state?.includes(value) === true;

  stage.hold(({ from, to, args }) => {
    return to === third && (from === old || (from === next && args.includes(value)));
  });
  const err = yield* writer.put(KEY, value, version);
  cluster.cut(old);
  stage.hurry(next);
  const leads = (): boolean => cluster.leader([next]) !== null;
  const isElected = yield* until(leads, PATIENCE_MS);
  const isUnknowing = isElected && err === 'OK' && hasPut(next) && !hasPut(third);
  const gets = readers.map((reader) => world.begin(reader.get(KEY)));
  const releases = function* (): Script {
    yield* wait(UNKNOWING_MS);
    stage.holdNothing();
    stage.release({ from: (from) => from !== old });
  };
  yield* world.together([releases(), ...gets.map((get) => asScript(get))]);
  world.demandLinearizable();
  return isUnknowing;
}

export const newLeaderScenario = kvRaftScenario({
  id: 'new-leader',
  title: 'a new leader that has not committed yet',
  holdsTo:
    'A get sees every put that was answered, also where a new leader has not committed anything yet.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 8: a leader must know which entries are committed',
  servers: 3,
  clerks: CLERKS,
  seeds: 8,
  *play(world) {
    yield* playRounds(world.cluster, 'new-leader', (stage, leader) =>
      newLeader(world, stage, leader),
    );
    yield* world.converge([KEY]);
  },
});
