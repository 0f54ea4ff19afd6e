import type { Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds } from './rounds.ts';
import { carrying, type RaftStage } from './stage.ts';

/** Acknowledgements come late and several at once, when the log has grown by more. */
function* lateAcks(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [f = leader, x = leader] = world.random.shuffle(stage.others(leader));
  const count = world.random.between(2, 6);
  stage.cut(x);
  const last = stage.give(leader, count);
  const ack = { from: f, to: leader, half: 'reply', role: 'append' } as const;
  stage.hold(ack);
  const acks = stage.lookFor({ ...ack, args: carrying(last?.command) });
  // A Raft that does not repeat what is under way answers once.
  yield* acks.counts(2, 600);
  if (last === null || !acks.hasCome) return false;
  const isStored = stage.hasSaved(f, last.command);

  stage.hold({ from: leader, to: f, half: 'request' });
  let index = 0;
  for (let i = world.random.between(1, count); i > 0; i--) {
    index = world.start(leader)?.index ?? index;
  }
  stage.release({ from: f, to: leader });
  yield* stage.applies([leader], index, 250);
  const { term } = stage;
  stage.cut(leader);
  stage.join(x);
  return (yield* moveOn(stage, term, 2)) && isStored;
}

export const lateAcksScenario = raftScenario({
  id: 'late-acks',
  title: 'an acknowledgement is for what was sent',
  holdsTo:
    'An acknowledgement counts for the entries that were sent, not for those that the log has by now.',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: "Students' Guide to Raft, term confusion",
  servers: 3,
  play: (world) => playRounds(world, 'late-acks', lateAcks),
});
