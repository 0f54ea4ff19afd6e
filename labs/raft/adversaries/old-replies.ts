import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carries, PATIENCE_MS, type Stage } from './stage.ts';

/**
 * A follower acknowledges entries that are then overwritten; when their leader leads again, it must
 * not count them: neither acknowledgements that come only now nor those that it remembers.
 */
function* oldReplies(stage: Stage, a: number): Steps<boolean> {
  const { world } = stage;
  const [f = a, p = a, q = a, r = a] = world.random.shuffle(stage.others(a));
  const count = world.random.between(3, 8);
  const isLate = world.random.chance(600_000);
  stage.partition([a, f], [p, q, r]);
  let last = '';
  let acks = 0;
  stage.hold = ({ from, to, role, half, args }) => {
    if (from !== f || to !== a || half !== 'reply' || role !== 'append') return false;
    if (last !== '' && carries(args, last)) acks++;
    return isLate;
  };
  let command = '';
  for (let i = 0; i < count; i++) command = world.start(a)?.command ?? command;
  last = command;
  const oldTerm = world.view(a).term;
  yield* until(() => acks > 0, 600);
  stage.partition([a], [f], [p, q, r]);
  stage.hold = () => false;

  const second = yield* stage.someLeader(oldTerm);
  const between = second === null ? null : world.start(second);
  if (between === null) return false;
  yield* until(() => world.appliedBy(between.index).length >= 3, PATIENCE_MS);
  stage.partition(world.all);
  const all = (): boolean => world.appliedBy(between.index).length === 5;
  if (!(yield* until(all, PATIENCE_MS))) return false;

  const leader = world.leader();
  const term = stage.term;
  if (leader !== a) yield* stage.makeNext(a);
  if (leader !== null && leader !== a) stage.crash(leader);
  if (!(yield* stage.leads(a, oldTerm))) return false;
  stage.calm();
  if (leader !== null) stage.restart(leader);
  const away = [f, p, q, r].filter((server) => server !== p);
  stage.block(a, ...away);
  stage.hold = ({ to, half }) => to === a && half === 'request';
  const before = world.view(a).lastApplied;
  let newest = '';
  let gotIt = false;
  stage.watch = ({ from, half, args }) => {
    if (from === p && half === 'reply' && newest !== '' && carries(args, newest)) {
      gotIt ||= stage.hasSaved(p, newest);
    }
  };
  for (let i = 0; i <= count; i++) command = world.start(a)?.command ?? command;
  newest = command;
  yield* until(() => gotIt, 400);
  stage.release(f, a);
  yield* until(() => world.view(a).lastApplied > before, 250);
  yield* wait(2);
  stage.crash(a, p);
  stage.hold = () => false;
  return (yield* moveOn(stage, term, 3)) && acks > 0 && gotIt;
}

export const oldRepliesScenario = raftScenario({
  id: 'old-replies',
  title: 'acknowledgements of an old term do not count',
  holdsTo: 'An answer counts only in the term in which the question was sent.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: "Students' Guide to Raft, term confusion",
  servers: 5,
  play: (world) => playRounds(world, 'old-replies', oldReplies),
});
