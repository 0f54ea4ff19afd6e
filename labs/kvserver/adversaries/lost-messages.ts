import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { together, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { ClerkClient } from '../../kv/clerk-client.ts';
import { versionOf } from '../../kv/kv-client.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import type { PutResult } from '../api.ts';
import { kvServerScenario } from '../kv-scenario.ts';
import type { KvServerWorld } from '../kv-world.ts';
import { LossStage, type Loss } from './stage.ts';

const ROUNDS = 16;
const HALF_PER_MILLION = 500_000;
const KEY_PER_MILLION = 600_000;

const KNOWN_OUTCOME: NamedPromise = {
  id: 'known-outcome',
  about: 'progress',
  sentence:
    'A put whose request was lost, and which is carried out when it is sent again, ends in OK.',
};

const NO_KEY_IS_KNOWN: NamedPromise = {
  id: 'no-key-is-known',
  about: 'progress',
  sentence: 'A put of a key that nobody makes ends in ErrNoKey, however often it was sent.',
};

interface Round {
  readonly key: string;
  readonly version: number;
  /** Whether the key is there, at version 1, before the put. */
  readonly hasKey: boolean;
  readonly loss: Loss;
  /** Whether another client puts the key before the first one sends again. */
  readonly hasRival: boolean;
}

/** A put loses its request or its reply; another client may put before it is sent again. */
function* loseOne(
  world: KvServerWorld,
  stage: LossStage,
  [clerk, rival]: readonly [ClerkClient, ClerkClient],
  { key, version, hasKey, loss, hasRival }: Round,
): Steps<boolean> {
  let err: PutResult['err'] | null = null;
  let isLost = false;
  const puts = function* (): Script {
    err = yield* clerk.put(key, `${clerk.name} in doubt`, version);
  };
  const intervenes = function* (): Script {
    isLost = yield* stage.theft();
    if (hasRival) {
      const reply = yield* rival.get(key);
      const now = versionOf(reply);
      yield* rival.put(key, `${rival.name} in between`, now);
    }
    stage.letGo();
  };
  if (hasKey) yield* rival.put(key, 'first', 0);
  stage.steal({ client: clerk.process, loss, keepBack: hasRival });
  yield* together(world.sim, [puts(), intervenes()]);
  // Of more than two copies, the answer to a later one may come first: then nobody can tell.
  const isRight = hasKey === version > 0;
  if (isRight && isLost && loss === 'request' && !hasRival && clerk.sends === 2) {
    const evidence = `${clerk.name}'s Put("${key}", ..., ${version}) ended in ${String(err)}`;
    world.demand(err === 'OK', KNOWN_OUTCOME, evidence);
  }
  if (!isRight && !hasRival) {
    const evidence = `nobody put "${key}" but ${clerk.name}, at version ${version}: ${String(err)}`;
    world.demand(err === 'ErrNoKey', NO_KEY_IS_KNOWN, evidence);
  }
  yield* clerk.get(key);
  yield* rival.get(key);
  return isLost;
}

export const lostMessages = kvServerScenario({
  id: 'lost-messages',
  title: 'one message of a put is lost',
  holdsTo:
    'A put says OK, ErrVersion or ErrNoKey where it can know, and ErrMaybe exactly where it cannot.',
  part: '2C',
  points: 2,
  kind: 'exploration',
  source: 'the definition of ErrMaybe',
  seeds: 10,
  program: 'clerk',
  clients: 2,
  *play(world) {
    const clerks = world.clerks() as [ClerkClient, ClerkClient];
    const stage = new LossStage(world);
    const lastSteps = new LastSteps(world.sim, 'lost-messages');
    for (let i = 0; i < ROUNDS; i++) {
      const version = world.random.between(0, 1);
      const round: Round = {
        key: `k${i}`,
        version,
        hasKey: version > 0 && world.random.chance(KEY_PER_MILLION),
        loss: world.random.pick(['request', 'reply']),
        hasRival: world.random.chance(HALF_PER_MILLION),
      };
      yield* lastSteps.play(loseOne(world, stage, clerks, round));
      world.demandLinearizable();
    }
    mustHave(world.sim, lastSteps.count > 0, 'no message of a put was lost');
  },
});
