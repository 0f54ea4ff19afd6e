import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { commitAmong, majorityOf, SIZES } from './sides.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/**
 * A snapshot comes to a follower far behind when its leader's term is over, and is refused. The answer comes
 * when that leader leads again: it does not mean that the follower has the snapshot.
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

  let [isSent, isAnswered] = [false, false];
  stage.hold = ({ from, to, half, role }) => {
    if (to !== f || half !== 'request' || role !== 'install') return false;
    isSent ||= from === a;
    return true;
  };
  stage.join(f);
  stage.partition(world.all);
  if (!(yield* until(() => isSent, PATIENCE_MS))) return false;
  const { term } = world.view(a);
  yield* stage.makeNext(c);
  stage.cut(a);
  const isNewTerm = (): boolean => world.view(c).isLeader && world.view(f).term > term;
  if (!(yield* until(isNewTerm, PATIENCE_MS))) return false;

  const { term: second } = world.view(c);
  stage.hold = ({ from, to, half, role }) => {
    if (role !== 'install') return false;
    if (half === 'request') return to === f && (from !== a || isAnswered);
    if (from === f && to === a) isAnswered = true;
    return to === a;
  };
  stage.join(a);
  stage.release(a, f);
  if (!(yield* until(() => isAnswered, PATIENCE_MS))) return false;
  if (world.view(f).lastApplied >= committed.index) return false;
  yield* stage.makeNext(a);
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
