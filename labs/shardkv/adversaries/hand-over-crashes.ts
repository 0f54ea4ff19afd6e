import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import { playRounds, useShard, type HandOverStage } from './stage.ts';

type Side = 'source' | 'target' | 'controllers';

/** Whom a run strikes, and how many turns a hand-over has at most, for all that is known so far. */
interface Plan {
  readonly sides: readonly Side[];
  turnsMax: number;
}

/** Turns in one hand-over, at most: a handful of saves by each of three servers, and a few calls. */
const TURNS_MAX = 24;
/** In every style three servers save what changes. */
const TURNS_MIN = 3;
/** A hand-over that nothing disturbs is over by then. */
const HAND_OVER_MS = 800;
const ROUNDS = 8;

/**
 * A shard moves, and at one turn of the hand-over a server, or its whole group at once, crashes. Which
 * turn, and on which side, differs from round to round.
 */
function* crashAtTurn(stage: HandOverStage, shard: number, plan: Plan): Steps<boolean> {
  const { world } = stage;
  const { random } = world;
  const { shards } = yield* world.newest();
  const source = shards[shard] === 1 ? 1 : 2;
  const target = 3 - source;
  const servers = {
    source: world.group(source),
    target: world.group(target),
    controllers: world.controllers,
  }[random.pick(plan.sides)];
  // Most hand-overs have fewer turns, and the first few of one are as good as the last.
  const turn = random.between(1, random.between(2, plan.turnsMax));
  const isWholeGroup = random.chance(500_000);
  let turns = 0;
  stage.kill((server, effect) => {
    if (!servers.includes(server) || !stage.isTurn(server, effect)) return false;
    return ++turns === turn;
  });
  const strike = function* (): Script {
    yield* until(() => turns >= turn, HAND_OVER_MS);
    if (isWholeGroup) stage.crash(...servers);
    yield* wait(random.chance(500_000) ? random.between(1, 40) : random.between(300, 1_500));
    stage.reset();
  };
  yield* world.together(world.move(shard, target), strike());
  yield* useShard(world.clerk, shard);
  if (turns >= turn) return true;
  // How many there are depends on the style; here there are fewer.
  plan.turnsMax = Math.max(TURNS_MIN, turns, plan.turnsMax >> 1);
  return false;
}

export const handOverCrashes = crashes({
  id: 'hand-over-crashes',
  title: 'crashes at every step of a hand-over',
  part: '5B',
  source: 'a move survives the crash of any server, or all of them, on either side',
  holdsTo:
    'A move survives the crash of any server, or of all of them, on either side, at every step.',
  sides: ['source', 'target'],
});

export const controllerCrashes = crashes({
  id: 'controller-crashes',
  title: 'controllers crash at every step of a change',
  part: '5C',
  source: 'a change is finished or never was, whenever the leading controller dies',
  holdsTo: 'A change is finished or never was, whenever the leading controller dies.',
  sides: ['controllers'],
});

type Crashes = Pick<ShardScenario, 'id' | 'title' | 'part' | 'source' | 'holdsTo'> & {
  readonly sides: readonly Side[];
};

function crashes({ sides, ...given }: Crashes): ReturnType<typeof shardScenario> {
  return shardScenario({
    ...given,
    points: 1,
    kind: 'exploration',
    groups: 2,
    clerks: 2,
    maxStateBytes: 500,
    seeds: 8,
    *play(world) {
      yield* world.join(1, 2);
      const plan: Plan = { sides, turnsMax: TURNS_MAX };
      yield* playRounds(world, {
        id: given.id,
        count: ROUNDS,
        loadFrom: 1,
        round: (stage, shard) => crashAtTurn(stage, shard, plan),
      });
    },
  });
}
