import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { versionOf } from '../../kv/kv-client.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { checkAll, keys, update, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import { keysOfShard, moveShard, playRounds, useShard, type Stage } from './stage.ts';

const ROUNDS = 6;

/** A server that may lead its group is left alone with a clerk, and does not learn that a shard has left. */
function* leftBehind(stage: Stage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { random, sim } = world;
  const [here, there] = world.clerks;
  const [key] = keysOfShard(shard);
  if (here === undefined || there === undefined || key === undefined) return false;
  yield* useShard(here, shard);
  const { shards } = yield* world.newest();
  const alone = random.pick(world.group(shards[shard] ?? 1));
  stage.separate(alone, here.process);
  const moveOn = function* (): Script {
    yield* moveShard(world, shard, [1, 2]);
    yield* useShard(there, shard);
    // An answer that comes from the server left behind, from now on, is an old one.
    const reply = yield* there.get(key);
    const version = versionOf(reply);
    const put = here.put(key, `${key} at ${sim.nowUs}`, version);
    yield* world.together(random.chance(500_000) ? put : here.get(key), healLater());
  };
  const healLater = function* (): Script {
    yield* wait(random.between(200, 1_000));
    stage.healPartition();
  };
  yield* moveOn();
  yield* useShard(here, shard);
  return true;
}

const leftBehindScenario = shardScenario({
  id: 'left-behind',
  title: 'a server that missed that a shard has left',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'no key is served by two groups: also where the old one is cut off',
  holdsTo:
    'A group that has stopped to serve a shard has done so on every server, also on one that is cut off.',
  groups: 2,
  clerks: 2,
  // A bug that shows in one run of four, such as a refusal told as doubt, escapes with a chance of 1%.
  seeds: 16,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, { id: 'left-behind', count: ROUNDS, loadFrom: 2, round: leftBehind });
  },
});

/** A clerk that cannot reach the controllers goes on with the configuration that it knows. */
const oldConfiguration = shardScenario({
  id: 'rejection',
  title: 'a clerk asks a group that owns nothing of it',
  part: '5B',
  points: 1,
  source: '2024 TestRejection5A',
  holdsTo: 'A group serves no shard that is not its own, whatever a clerk believes.',
  groups: 3,
  clerks: 13,
  *play(world) {
    const { sim } = world;
    const all = keys(12);
    yield* world.join(1);
    yield* writeAll(world, all);
    yield* checkAll(world, all);
    const [current, ...old] = world.clerks;
    mustHave(
      world.sim,
      current !== undefined && old.length === all.length,
      'there is not a clerk for each key',
    );
    setBlind(true);
    yield* world.join(2, 3);
    // By the first clerk, which can see where the shards are now.
    yield* update(world, all);
    const uses = old.map(function* (clerk, i): Script {
      const key = all[i] ?? '';
      yield* clerk.put(key, `${key} by an old configuration`, 1);
      yield* clerk.get(key);
    });
    const meanwhile = function* (): Script {
      yield* wait(300);
      yield* update(world, all);
      yield* wait(500);
      setBlind(false);
    };
    yield* world.together(...uses, meanwhile());
    yield* checkAll(world, all);

    function setBlind(isBlind: boolean): void {
      const kind = isBlind ? 'block-link' : 'unblock-link';
      for (const { process } of old) {
        for (const controller of world.controllers) {
          sim.inject({ kind, from: process, to: controller });
          sim.inject({ kind, from: controller, to: process });
        }
      }
    }
  },
});

export const leftBehinds = [leftBehindScenario, oldConfiguration];
