import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { makePatient } from './candidates.ts';
import { moveOn, playRounds, type Round } from './rounds.ts';
import { carries, carrying, PATIENCE_MS, type RaftStage } from './stage.ts';

/** More than the way of a message and its answer, and the time that some Rafts take to give it. */
const SOON_MS = 60;

/**
 * A follower gets an entry of its leader and the question of a candidate without it in one moment, in
 * either order: whatever it awaits in between, it cannot say yes to both.
 */
function* entryAndCandidate(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [v = a, b = a] = world.random.shuffle(stage.others(a));
  if (!(yield* makePatient(stage, a, v))) return false;
  const { term } = world.view(a);
  let asks = -1;
  stage.block(a, b);
  stage.block(b, a);
  const started = world.start(a);
  if (started === null) return false;
  const isStarted = carrying(started.command);
  const sent = stage.lookFor({ from: a, to: v, half: 'request', args: isStarted });
  stage.hold(({ from, to, half, role }) => {
    if (to !== v || half !== 'request') return false;
    if (from === b && role === 'vote') asks = world.view(b).term;
    return role !== 'other';
  });
  const areBothThere = (): boolean => sent.hasCome && asks > term && asks === world.view(b).term;
  if (!(yield* until(areBothThere, PATIENCE_MS)) || world.view(v).term !== term) return false;

  stage.holdNothing();
  stage.release({ to: v });
  const leadsNext = (): boolean => world.view(b).isLeader && world.view(b).term > term;
  yield* until(() => leadsNext() && world.view(a).lastApplied >= started.index, SOON_MS);
  if (leadsNext()) world.start(b);
  return true;
}

/**
 * A follower gets an entry twice in one moment, and crashes right after it has answered once: the
 * answer vouches for the entry, whichever of the two calls was to save it.
 */
function* entryTwice(stage: RaftStage, a: number): Steps<boolean> {
  const { world } = stage;
  const [v = a, x = a] = world.random.shuffle(stage.others(a));
  if (!(yield* makePatient(stage, a, v))) return false;
  stage.cut(x);
  const started = world.start(a);
  if (started === null) return false;
  const { index, command } = started;
  const calls = stage.hold(({ from, to, half, args }) => {
    if (from !== a || to !== v || half !== 'request') return false;
    return calls.hasCome || carries(args, command);
  });
  if (!(yield* calls.counts(2, PATIENCE_MS))) return false;

  stage.holdNothing();
  stage.killAfter({ from: v, to: a, args: carrying(command) });
  stage.release({ from: a, to: v });
  yield* stage.applies([a], index, SOON_MS);
  const { term } = stage;
  const isKilled = !world.sim.isUp(v) && stage.hasSaved(v, command);
  stage.crash(a, v);
  stage.spare();
  stage.calm();
  stage.restart(v);
  stage.join(x);
  return (yield* moveOn(stage, term, 2)) && isKilled;
}

const round: Round = (stage, leader) =>
  stage.world.random.chance(500_000) ? entryAndCandidate(stage, leader) : entryTwice(stage, leader);

export const sameMomentScenario = raftScenario({
  id: 'same-moment',
  title: 'two messages come in the same moment',
  holdsTo:
    'What an answer says is true and on the disk when it leaves, also where two requests are handled at a time.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.1 and Figure 2; handlers that await something',
  servers: 3,
  play: (world) => playRounds(world, 'same-moment', round),
});
