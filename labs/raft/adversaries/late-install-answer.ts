import { until, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { commitAmong, majorityOf, SIZES } from './sides.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/**
 * A follower far behind refuses a snapshot, since its leader's term is over. The answer comes when that
 * leader leads again: it does not mean that the follower has the snapshot.
 */
function* lateInstallAnswer(stage: Stage, a: number): Steps<boolean> {
  const { world } = stage;
  const [f = a, c = a, ...rest] = world.random.shuffle(stage.others(a));
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  let count = world.random.between(12, 15);
  while ((world.view(a).lastApplied + count) % SNAPSHOT_EVERY !== 0) count++;
  const committed = yield* commitAmong(stage, a, stage.others(f), count);
  if (committed === null) return false;
  const isShort = (each: number): boolean => stage.snapshotOf(each) >= committed.index;
  if (!(yield* until(() => stage.others(f).every(isShort), PATIENCE_MS))) return false;

  const { term } = world.view(a);
  let isAnswered = false;
  stage.hold = ({ from, to, half, role }) => {
    if (from === f && to === a && half === 'reply' && role !== 'vote' && role !== 'other') {
      isAnswered ||= role === 'install';
      return true;
    }
    return to === f && from !== a && half === 'request' && role !== 'vote' && role !== 'other';
  };
  stage.hurry(c);
  for (const each of [f, ...rest]) stage.slow(each);
  stage.partition([a], stage.others(a));
  if (!(yield* stage.leads(c, term))) return false;
  if (!(yield* until(() => world.view(f).term > term, PATIENCE_MS))) return false;
  stage.partition([a, f], stage.others(a, f));
  if (!(yield* until(() => isAnswered, PATIENCE_MS))) return false;
  if (world.view(f).lastApplied >= committed.index) return false;

  const before = stage.hold;
  stage.hold = (message) => {
    const { to, half, role } = message;
    return before(message) || (to === f && half === 'request' && role === 'install');
  };
  stage.partition(world.all);
  const { term: second } = world.view(c);
  yield* stage.makeNext(a);
  for (const each of [f, ...rest]) stage.slow(each);
  stage.crash(c);
  if (!(yield* stage.leads(a, second))) return false;
  stage.calm();
  stage.hold = ({ to, half, role }) => to === f && half === 'request' && role === 'install';
  stage.release(f, a);
  yield* until(() => world.view(a).lastApplied > committed.index, 20);
  stage.hold = () => false;
  world.sim.calls.release();
  // The follower is needed now.
  const needed = [a, f, ...rest].slice(0, majorityOf(world));
  stage.cut(...stage.others(...needed));
  yield* world.agree(needed.length, { retry: true });
  return true;
}

export const lateInstallAnswerScenario = raftScenario({
  id: 'late-install-answer',
  title: 'an old answer to a snapshot is no match',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: "Raft paper, Figure 13, and Students' Guide to Raft, term confusion",
  holdsTo: 'A leader acts on a reply only in the term in which it sent the request.',
  seeds: 10,
  servers: SIZES,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'late-install-answer', lateInstallAnswer),
});
