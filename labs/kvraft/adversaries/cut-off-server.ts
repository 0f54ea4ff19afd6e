import { violated } from '../../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { asScript, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvClient } from '../../kv/kv-client.ts';
import { kvRaftScenario } from '../kv-scenario.ts';
import type { KvRaftWorld } from '../kv-world.ts';
import { overwrite } from './overwrite.ts';
import { playRounds, type KvRaftStage } from './stage.ts';

const KEY = 'x';
/** Once, the cut outlasts clerks that give up after some seconds, and leaves time for other rounds. */
const LONG_CUT_MS = 6_000;

/**
 * A put was just answered when a server is cut off from the others, the leader or a follower. One
 * clerk, or two, reach nobody else: what they ask there must wait, for the others go on without it.
 */
function* cutOffServer(
  world: KvRaftWorld,
  stage: KvRaftStage,
  leader: number,
  forMs: number,
): Steps<boolean> {
  const { sim, cluster } = world;
  const { random } = cluster;
  const [reader, writer, late] = [world.clerk(0), world.clerk(1), world.clerk(2)];
  const victim = random.chance(600_000) ? leader : random.pick(cluster.others(leader));
  const others = cluster.others(victim);
  yield* reader.get(KEY);
  yield* late.get(KEY);
  const version = (yield* overwrite(writer, KEY)) ?? 0;
  const { term } = cluster.view(leader);

  if (cluster.leader() !== leader) return false;

  // Clerks that give up do so with a put: of a get they would have to make the answer up.
  const isGet = forMs < LONG_CUT_MS && random.chance(700_000);
  const ask = (): Steps<unknown> =>
    isGet ? reader.get(KEY) : reader.put(KEY, `cut off at ${sim.nowUs}`, version);
  let answered: Answered | null = null;
  const note = function* ({ name }: KvClient, operation: Steps<unknown>): Script {
    const answer = JSON.stringify(yield* operation);
    answered ??= { words: `${name} was answered: ${answer}`, atUs: sim.nowUs };
  };
  let early: Script | null = null;
  if (victim === leader && random.chance(300_000)) {
    // The others store what is asked, and the next leader commits it; the victim learns of it late.
    stage.hold({ from: others, to: victim, half: 'reply' });
    early = world.begin(asScript(ask()));
    yield* wait(random.between(20, 150));
  }
  cluster.partition([victim, reader.process, late.process], [...others, writer.process]);
  if (early === null && random.chance(300_000)) early = world.begin(asScript(ask()));
  if (victim === leader) yield* cluster.oneLeader(others, term);
  // The new leader may have the last put, and not know yet that it is committed.
  if (random.chance(500_000)) yield* writer.get(KEY);
  const err = yield* writer.put(KEY, `at ${sim.nowUs}`, version);
  const inFlight = [
    early ?? world.begin(note(reader, ask())),
    world.begin(note(late, late.get(KEY))),
  ];
  yield* world.together([healLater(stage, forMs, () => answered), ...inFlight]);
  yield* reader.get(KEY);
  yield* writer.get(KEY);
  world.demandLinearizable();
  return err === 'OK' || err === 'ErrMaybe';
}

const NOTHING_IN_THE_MINORITY: NamedPromise = {
  id: 'nothing-in-the-minority',
  sentence: 'No operation is answered where no majority of the servers can be reached.',
};

/** The first answer that came in spite of the cut. */
interface Answered {
  readonly words: string;
  readonly atUs: number;
}

/** Ends the cut after a while, if nothing has been answered until then. */
function* healLater(stage: KvRaftStage, forMs: number, answered: () => Answered | null): Script {
  const { cluster } = stage;
  yield* stage.idle(forMs);
  const early = answered();
  if (early !== null) {
    const { words, atUs } = early;
    violated(cluster.sim, NOTHING_IN_THE_MINORITY, [`${words} at ${seconds(atUs)}`], atUs);
  }
  cluster.healPartition();
  stage.letGo();
}

export const cutOffServerScenario = kvRaftScenario({
  id: 'cut-off-server',
  title: 'a server that is cut off answers nothing',
  holdsTo:
    'No operation is answered by a server that reaches no majority, as long as the cut lasts.',
  part: '4B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 8: a read must not return stale data',
  servers: 3,
  clerks: 3,
  // The long cut comes once a run: what only it shows is seen by some clerks in one run of six.
  seeds: 26,
  *play(world) {
    let round = 0;
    yield* playRounds(world.cluster, 'cut-off-server', (stage, leader) => {
      const forMs = round++ === 0 ? LONG_CUT_MS : world.cluster.random.between(0, 300);
      return cutOffServer(world, stage, leader, forMs);
    });
    yield* world.converge([KEY]);
  },
});
