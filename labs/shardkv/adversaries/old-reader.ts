import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { shardScenario } from '../shard-scenario.ts';
import { haveOnDisk, keysOfShard, markKey, moveShard } from './stage.ts';
import { playRounds, setBlind, useShard, type HandOverStage } from './stage.ts';

const ROUNDS = 4;
/** Longer than the new group needs to serve a shard that it has. */
const SERVED_MS = 1_500;

/**
 * A shard is at its new group, whose clerks write; its old group hears nothing more from anybody, so
 * that it still has the data. A clerk that knows only the old configuration reads there, in vain.
 */
function* oldReader(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { sim } = world;
  const [here, there] = world.clerks;
  const [key] = keysOfShard(shard);
  if (here === undefined || there === undefined || key === undefined) return false;
  const mark = `marked at ${sim.nowUs}`;
  yield* markKey(here, key, mark);
  const { shards } = yield* world.newest();
  const source = world.group(shards[shard] ?? 1);
  const others = world.shardServers.filter((server) => !source.includes(server));
  const hasMoved = (): boolean => haveOnDisk(world, others, mark);
  const late = stage.holdHandOver({
    half: 'request',
    to: (to) => source.includes(to) && hasMoved(),
  });
  setBlind(world, here, true);
  yield* moveShard(world, shard, [1, 2]);
  let isServed = false;
  const write = function* (): Script {
    yield* useShard(there, shard);
    isServed = true;
  };
  // A hand-over may be over only when its last message has arrived.
  const soon = function* (): Script {
    yield* wait(SERVED_MS);
    if (!isServed) stage.letGo();
  };
  yield* world.together(write(), soon());
  const sight = function* (): Script {
    yield* wait(world.random.between(50, 400));
    setBlind(world, here, false);
    stage.letGo();
  };
  yield* world.together(here.get(key), sight());
  return late.hasCome;
}

export const oldReaderScenario = shardScenario({
  id: 'old-reader',
  title: 'what a shard leaves behind is read by nobody',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'no key is served by two groups: also where the old one still has the data',
  holdsTo: 'No key is served by two groups, also where the old one still has the data.',
  groups: 2,
  clerks: 2,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, { id: 'old-reader', count: ROUNDS, loadFrom: 2, round: oldReader });
  },
});
