import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { makePatient } from './candidates.ts';
import { narrowVote, winNarrowly, type NarrowVote } from './narrow-win.ts';
import { playRounds } from './rounds.ts';
import { missingVotes, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const SOON_MS = 50;

/**
 * Voters save a snapshot in the term in which they have voted: their own service's, or the winner's. The
 * other candidate asks them after that, or after a restart: the vote is still given away.
 */
function* voteAndSnapshot(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const isInstalled = world.random.chance(500_000);
  // The old leader, which restarts, is none of those who vote and then save a snapshot.
  const [first = leader, ...rest] = world.random.shuffle(stage.others(leader));
  const again = rest.slice(0, missingVotes(world));
  const others = world.random.shuffle([leader, ...rest.slice(again.length)]);
  const [second = leader, ...lost] = others;
  const vote = narrowVote(world, [first, second, ...again, ...lost]);
  const voters = vote.voters.slice(0, again.length);

  const patient = stage.others(leader, ...vote.candidates);
  if (!(yield* makePatient(stage, leader, ...patient))) return false;
  const boundary = yield* prepare(stage, leader, { ...vote, voters }, isInstalled);
  if (boundary === null) return false;
  if (!vote.candidates.includes(leader)) stage.slow(leader);
  stage.crash(leader);
  stage.restart(leader);
  stage.join(...voters);
  stage.partition(world.all);
  const won = yield* winNarrowly(stage, vote);
  if (won === null) return false;
  const { a, b } = won;

  stage.letPass({ from: a, to: voters, half: 'request', role: (role) => role !== 'vote' });
  for (const each of voters) stage.release({ from: a, to: each });
  const areSaved = (): boolean => voters.every((each) => stage.snapshotOf(each) >= boundary);
  if (!(yield* until(areSaved, 500)) || world.view(b).term !== won.term) return false;
  if (world.random.chance(500_000)) {
    stage.crash(...voters);
    stage.restart(...voters);
  }
  won.ask(b, ...voters);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== won.term, SOON_MS);
  return true;
}

/**
 * All have the same log, up to where a snapshot is due; the voters do not know yet that it is committed,
 * or have nothing of it. Returns the index of that snapshot.
 */
function* prepare(
  stage: RaftStage,
  leader: number,
  { candidates, voters }: Pick<NarrowVote, 'candidates' | 'voters'>,
  isInstalled: boolean,
): Steps<number | null> {
  const { world } = stage;
  if (isInstalled) stage.cut(...voters);
  // Some Rafts keep a few entries from before a snapshot; only one further behind needs it.
  let count = isInstalled ? world.random.between(12, 15) : 1;
  while ((world.view(leader).lastApplied + count) % SNAPSHOT_EVERY !== 0) count++;
  let last = '"';
  stage.hold({ half: 'request', to: (to) => voters.includes(to) && stage.hasSaved(to, last) });
  let index = 0;
  for (let i = count; i > 0; i--) {
    const started = world.start(leader);
    if (started === null) return null;
    last = started.command;
    ({ index } = started);
  }
  const isReady = (each: number): boolean => {
    if (voters.includes(each)) return isInstalled || stage.hasSaved(each, last);
    return world.view(each).lastApplied >= index;
  };
  const areReady = (): boolean =>
    world.all.every(isReady) &&
    (!isInstalled || candidates.every((each) => stage.snapshotOf(each) >= index));
  return (yield* until(areReady, PATIENCE_MS)) ? index : null;
}

export const voteAndSnapshotScenario = raftScenario({
  id: 'vote-and-snapshot',
  title: 'a snapshot does not bring a vote back',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2 and 7: votedFor is saved, whatever is saved with it',
  holdsTo: 'A server votes once in a term, whatever it saves and whenever it crashes.',
  servers: SIZES,
  snapshotEvery: SNAPSHOT_EVERY,
  play: (world) => playRounds(world, 'vote-and-snapshot', voteAndSnapshot),
});
