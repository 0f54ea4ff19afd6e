import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { answersTo, carries, carrying, PATIENCE_MS, type RaftStage } from './stage.ts';
import { staleAppend } from './stale-append.ts';

/** An AppendEntries comes late, to a follower that has acknowledged entries behind its last one. */
function* lateAppend(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const isHeartbeat = world.random.chance(500_000);
  const [f = leader, x = leader] = world.random.shuffle(stage.others(leader));
  const call = { from: leader, to: f, half: 'request', role: 'append' } as const;
  let last: string | null = null;
  stage.cut(x);
  const first = isHeartbeat ? null : world.start(leader);
  const isFirst = carrying(first?.command);
  const held = isHeartbeat
    ? stage.holdOne(call)
    : stage.hold({ ...call, args: (args) => isFirst(args) && !carries(args, last) });
  const late = (yield* held.comes(PATIENCE_MS))?.args;
  const newest = late === undefined ? null : stage.giveUpTo(leader, world.random.between(1, 4), 1);
  if (late === undefined || newest === null) return false;
  last = newest.command;
  if (!(yield* stage.applies([leader], newest.index))) return false;

  stage.hold({ from: leader, to: f, half: 'request', args: (args) => args !== late });
  const answer = stage.lookFor((message) => {
    return message.from === f && message.to === leader && answersTo(message, late);
  });
  stage.release({ from: leader, to: f });
  yield* answer.comes(100);
  const { term } = stage;
  stage.cut(leader);
  stage.join(x);
  return (yield* moveOn(stage, term, 2)) && answer.hasCome;
}

/** Late within its term, or after it. */
const round: Round = (stage, leader) =>
  stage.world.random.chance(400_000) ? staleAppend(stage, leader) : lateAppend(stage, leader);

export const lateAppendScenario = raftScenario({
  id: 'late-append',
  title: 'a late AppendEntries takes nothing back',
  holdsTo:
    'An AppendEntries takes away only what conflicts with it, and nothing when its term is over.',
  part: '3B',
  points: 2,
  kind: 'exploration',
  source: "Raft paper, 5.3; Students' Guide to Raft",
  servers: 3,
  play: (world) => playRounds(world, 'late-append', round),
});
