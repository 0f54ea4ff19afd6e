import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { commitSnapshot, majorityOf, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;

/**
 * A snapshot comes to a follower far behind when its leader's term is over, and is refused. The answer comes
 * when that leader leads again: it does not mean that the follower has the snapshot.
 */
function* lateInstallAnswer(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [f = a, c = a, ...rest] = world.random.shuffle(stage.others(a));
  const committed = yield* commitSnapshot(stage, a, stage.others(f), SNAPSHOT_EVERY);
  const term = committed === null ? null : yield* refuse(stage, a, c, f);
  if (committed === null || term === null) return false;
  if (world.view(f).lastApplied >= committed.index) return false;
  yield* stage.makeNext(a);
  stage.crash(c);
  if (!(yield* stage.leads(a, term))) return false;
  stage.calm();
  stage.hold({ to: f, half: 'request', role: 'install' });
  stage.release({ from: f, to: a });
  yield* stage.applies([a], committed.index + 1, 20);
  stage.letGo();
  // The follower is needed now.
  const needed = [a, f, ...rest].slice(0, majorityOf(world));
  stage.cut(...stage.others(...needed));
  yield* world.agree(needed.length, { retry: true });
  return true;
}

/** The snapshot of `a` comes to `f` when `c` leads, and the answer is held; returns the term of `c`. */
function* refuse(stage: RaftStage, a: number, c: number, f: number): Steps<number | null> {
  const { world } = stage;
  const sent = stage.lookFor({ from: a, to: f, half: 'request', role: 'install' });
  stage.hold({ to: f, half: 'request', role: 'install' });
  stage.join(f);
  stage.partition(world.all);
  if ((yield* sent.comes(PATIENCE_MS)) === null) return null;
  const { term } = world.view(a);
  yield* stage.makeNext(c);
  stage.cut(a);
  const isNewTerm = (): boolean => world.view(c).isLeader && world.view(f).term > term;
  if (!(yield* until(isNewTerm, PATIENCE_MS))) return null;

  const { term: newTerm } = world.view(c);
  const answer = stage.lookFor({ from: f, to: a, half: 'reply', role: 'install' });
  stage.hold(({ from, to, half, role }) => {
    if (role !== 'install') return false;
    return half === 'reply' ? to === a : to === f && (from !== a || answer.hasCome);
  });
  stage.join(a);
  stage.release({ from: a, to: f });
  return (yield* answer.comes(PATIENCE_MS)) === null ? null : newTerm;
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
