import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carries, carrying, type RaftStage } from './stage.ts';

/**
 * A follower acknowledges entries that are then overwritten; when their leader leads again, it must
 * not count them: neither acknowledgements that come only now nor those that it remembers.
 */
function* oldReplies(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [f = a, p = a, q = a, r = a] = world.random.shuffle(stage.others(a));
  const count = world.random.between(3, 8);
  const isLate = world.random.chance(600_000);
  stage.partition([a, f], [p, q, r]);
  const last = stage.give(a, count);
  const ack = { from: f, to: a, role: 'append', half: 'reply' } as const;
  const acks = stage.lookFor({ ...ack, args: carrying(last?.command) });
  if (isLate) stage.hold(ack);
  const { term: oldTerm } = world.view(a);
  yield* acks.comes(600);
  stage.partition([a], [f], [p, q, r]);
  stage.holdNothing();

  const wereCounted = acks.hasCome;
  const term = yield* overwrite(stage, oldTerm);
  if (term === null || !(yield* leadsAgain(stage, a, oldTerm))) return false;
  const isStored = yield* giveAlone(stage, { a, f, p }, count);
  return (yield* moveOn(stage, term, 3)) && wereCounted && isStored;
}

/** Another leader's entry takes the place of the old ones on all servers; returns the newest term. */
function* overwrite(stage: RaftStage, oldTerm: number): Steps<number | null> {
  const { world } = stage;
  const second = yield* stage.someLeader(oldTerm);
  const between = second === null ? null : world.start(second);
  if (between === null) return null;
  yield* stage.spreads(between.index, 3);
  stage.partition(world.all);
  return (yield* stage.applies(world.all, between.index)) ? stage.term : null;
}

/** The old leader comes to lead again. */
function* leadsAgain(stage: RaftStage, a: number, oldTerm: number): Steps<boolean> {
  const leader = stage.world.leader();
  if (leader !== a) yield* stage.makeNext(a);
  if (leader !== null && leader !== a) stage.crash(leader);
  if (!(yield* stage.leads(a, oldTerm))) return false;
  stage.calm();
  if (leader !== null) stage.restart(leader);
  return true;
}

/**
 * It gives one follower more new entries than there were old ones, gets the late acknowledgements, and
 * crashes with that one; returns whether that one had the new entries.
 */
function* giveAlone(
  stage: RaftStage,
  { a, f, p }: { readonly a: number; readonly f: number; readonly p: number },
  count: number,
): Steps<boolean> {
  const { world } = stage;
  stage.block(a, ...stage.others(a, p));
  stage.hold({ to: a, half: 'request' });
  const before = world.view(a).lastApplied;
  const newest = stage.give(a, count + 1);
  const isNewest = (args: string): boolean =>
    newest !== null && carries(args, newest.command) && stage.hasSaved(p, newest.command);
  const got = stage.lookFor({ from: p, half: 'reply', args: isNewest });
  yield* got.comes(400);
  stage.release({ from: f, to: a });
  yield* stage.applies([a], before + 1, 250);
  yield* wait(2);
  stage.crash(a, p);
  stage.holdNothing();
  return got.hasCome;
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
