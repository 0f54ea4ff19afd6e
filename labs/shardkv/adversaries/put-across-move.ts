import { wait, type Script, type Steps } from '../../../harness/scenario/script.ts';
import type { KvClient } from '../../kv-client.ts';
import { shardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { keysOfShard, moveShard, playRounds, useShard, type Stage } from './stage.ts';

const ROUNDS = 6;

/**
 * A put takes effect, but its client hears nothing; the shard moves; the client tries again at the
 * new group. That must not make the put twice, nor deny that it was made.
 */
function* putAcrossMove(stage: Stage, shard: number): Steps<boolean> {
  const { world } = stage;
  const [deaf, other] = world.clerks;
  const [key] = keysOfShard(shard);
  if (deaf === undefined || other === undefined || key === undefined) return false;
  yield* useShard(other, shard);
  const reply = yield* deaf.get(key);
  const version = reply?.err === 'OK' ? reply.version : 0;
  setDeaf(world, deaf, true);
  let isDone = false;
  const meanwhile = function* (): Script {
    for (let tries = 0; tries < 50 && !isDone; tries++) {
      yield* wait(20);
      const seen = yield* other.get(key);
      isDone = seen?.err === 'OK' && seen.version > version;
    }
    yield* moveShard(world, shard, [1, 2]);
    yield* useShard(other, shard);
    setDeaf(world, deaf, false);
  };
  yield* world.together(
    deaf.put(key, `${key} unheard at ${world.sim.nowUs}`, version),
    meanwhile(),
  );
  yield* useShard(other, shard);
  return isDone;
}

export const putAcrossMoveScenario = shardScenario({
  id: 'put-across-move',
  title: 'a put whose answer is lost is tried again after its shard has moved',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'what it takes to know a second copy moves with the shard',
  groups: 2,
  clerks: 2,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, {
      id: 'put-across-move',
      count: ROUNDS,
      loadFrom: 2,
      round: putAcrossMove,
    });
  },
});

/** Whether what shard servers answer the clerk is lost on the way. */
function setDeaf(world: ShardWorld, clerk: KvClient, isDeaf: boolean): void {
  const kind = isDeaf ? 'block-link' : 'unblock-link';
  for (const from of world.shardServers) world.sim.inject({ kind, from, to: clerk.process });
}
