import { allCome } from '../../../harness/adversary/sighting.ts';
import type { Steps } from '../../../harness/vocabulary/script.ts';
import { moveOn } from './rounds.ts';
import { answersTo, carrying, PATIENCE_MS, type RaftStage } from './stage.ts';

/** An AppendEntries of a leader whose term is over comes to a follower of the next one. */
export function* staleAppend(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const stale = world.start(old);
  if (stale === null) return false;
  const call = { from: old, half: 'request', role: 'append' } as const;
  const isStale = carrying(stale.command);
  const sent = stage.others(old).map((to) => stage.lookFor({ ...call, to, args: isStale }));
  stage.hold(call);
  if (!(yield* allCome(sent, PATIENCE_MS))) return false;
  stage.cut(old);
  const second = yield* stage.someLeader(stale.term);
  const started = second === null ? null : world.start(second);
  if (second === null || started === null) return false;
  if (!(yield* stage.applies([second], started.index))) return false;

  // The follower has the new entry, and is not told that it is committed.
  const [follower = old] = stage.others(old, second);
  const late = sent.find(({ first }) => first?.to === follower)?.first?.args;
  stage.hold(({ to, half, args }) => half === 'request' && (to !== follower || args !== late));
  const answer = stage.lookFor((message) => {
    return message.from === follower && message.to === old && answersTo(message, late);
  });
  stage.join(old);
  stage.release({ from: old, to: follower });
  yield* answer.comes(100);
  const { term } = stage;
  stage.cut(second);
  stage.hold(({ from, to, half }) => half === 'request' && (from === second || to === second));
  stage.release({ from: (from) => from !== second });
  return (yield* moveOn(stage, term, 2)) && answer.hasCome;
}
