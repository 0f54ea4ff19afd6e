import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carries, PATIENCE_MS, type RaftStage } from './stage.ts';

/**
 * A follower cuts its log and gets fewer entries than it had; its old leader has all of them still.
 * What was cut must be gone: the old leader, when it leads again, must not find its entries there, and
 * the follower, after a restart, must not take them for the end of its log.
 */
function* cutEntries(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [f = a, p = a, q = a, r = a] = world.random.shuffle(stage.others(a));
  const isCommitted = world.random.chance(400_000);
  const count = world.random.between(2, 8);
  stage.partition([a, f], [p, q, r]);
  if ((yield* store(stage, a, f, count)) === null) return false;
  const oldTerm = world.view(a).term;
  stage.partition([a], [f], [p, q, r]);

  const b = yield* stage.someLeader(oldTerm);
  if (b === null) return false;
  const [third = b, fourth = b] = stage.others(a, b, f);
  const { term } = world.view(b);
  if (isCommitted) stage.partition([b, f, third], [a], [fourth]);
  else stage.partition([b, f], [a], [third, fourth]);
  const last = yield* store(stage, b, f, world.random.between(1, count - 1));
  if (last === null) return false;
  if (isCommitted && !(yield* stage.applies([b], last))) return false;

  stage.hurry(a);
  if (isCommitted || world.random.chance(300_000)) {
    stage.crash(f);
    stage.restart(f);
  }
  if (!isCommitted) return yield* leadAgain(stage, { a, f, b }, term);
  stage.partition([a, f, fourth], [b, third]);
  const vote = { from: f, to: a, half: 'reply', role: 'vote' } as const;
  yield* stage.arrival(vote, { withinMs: PATIENCE_MS });
  stage.calm();
  return yield* moveOn(stage, term, 3);
}

/** Returns the leader commands, and waits until the follower has the last of them; returns its index. */
function* store(
  stage: RaftStage,
  leader: number,
  follower: number,
  count: number,
): Steps<number | null> {
  const started = stage.give(leader, count);
  if (started === null) return null;
  const { index, command } = started;
  const isStored = (args: string): boolean =>
    carries(args, command) && stage.hasSaved(follower, command);
  const answer = { from: follower, to: leader, half: 'reply', args: isStored } as const;
  return (yield* stage.arrival(answer, { withinMs: PATIENCE_MS })) === null ? null : index;
}

/** The old leader leads the others with all that it has, and then meets the follower. */
function* leadAgain(
  stage: RaftStage,
  { a, f, b }: { readonly a: number; readonly f: number; readonly b: number },
  term: number,
): Steps<boolean> {
  const { world } = stage;
  stage.partition(stage.others(b, f), [b], [f]);
  if (!(yield* stage.leads(a, term))) return false;
  stage.calm();
  const started = world.start(a);
  if (started === null) return false;
  const { index } = started;
  if (!(yield* stage.applies([a], index))) return false;
  stage.partition(stage.others(b), [b]);
  return yield* stage.applies([f], index);
}

export const cutEntriesScenario = raftScenario({
  id: 'cut-entries',
  title: 'entries that were cut do not come back',
  holdsTo: 'Entries that were cut are gone: they come back neither from memory nor from the disk.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.3: the follower deletes the conflicting entry and all that follow it',
  servers: 5,
  play: (world) => playRounds(world, 'cut-entries', cutEntries),
});
