import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { answersTo, carries, PATIENCE_MS, type Message, type Stage } from './stage.ts';
import { staleAppend } from './stale-append.ts';

/** An AppendEntries comes late, to a follower that has acknowledged entries behind its last one. */
function* lateAppend(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const isHeartbeat = world.random.chance(500_000);
  const [f = leader, x = leader] = world.random.shuffle(stage.others(leader));
  const isCall = ({ from, to, half, role }: Message): boolean =>
    from === leader && to === f && half === 'request' && role === 'append';
  let late: string | null = null;
  let [first, last] = ['', ''];
  stage.cut(x);
  stage.hold = (message) => {
    if (!isCall(message)) return false;
    if (isHeartbeat ? late !== null : last !== '' && carries(message.args, last)) return false;
    if (!isHeartbeat && !carries(message.args, first)) return false;
    late ??= message.args;
    return true;
  };
  if (!isHeartbeat) first = world.start(leader)?.command ?? first;
  if (!(yield* until(() => late !== null, PATIENCE_MS))) return false;
  let index = 0;
  for (let i = world.random.between(1, 4); i > 0; i--) {
    const started = world.start(leader);
    if (started === null) return false;
    ({ index, command: last } = started);
  }
  if (!(yield* until(() => world.view(leader).lastApplied >= index, PATIENCE_MS))) return false;

  let isAnswered = false;
  stage.hold = ({ from, to, half, args }) =>
    from === leader && to === f && half === 'request' && args !== late;
  stage.watch = (message) => {
    const { from, to } = message;
    isAnswered ||= from === f && to === leader && answersTo(message, late);
  };
  stage.release(leader, f);
  yield* until(() => isAnswered, 100);
  const { term } = stage;
  stage.cut(leader);
  stage.join(x);
  return (yield* moveOn(stage, term, 2)) && isAnswered;
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
