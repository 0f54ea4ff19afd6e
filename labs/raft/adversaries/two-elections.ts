import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { makePatient } from './candidates.ts';
import { demandNoWinner } from './largest-minority.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** More than the way of a question and its answer, and the time that some Rafts take to act on them. */
const SOON_MS = 150;

/** A candidate gets one vote in each of two elections, each time from another server: too few for both. */
function* twoElections(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const [a = old, b = old, c = old, ...rest] = world.random.shuffle(stage.others(old));
  if (!(yield* makePatient(stage, old, b, c, ...rest))) return false;
  const question = { from: a, half: 'request', role: 'vote' } as const;
  stage.hold({ half: 'request', role: 'vote' });
  const asked = stage.lookFor(question);
  stage.cut(old);
  if ((yield* asked.comes(2 * PATIENCE_MS)) === null) return false;

  const { term } = world.view(a);
  const first = stage.lookFor({ from: b, to: a, half: 'reply', role: 'vote' });
  stage.letPass({ ...question, to: b });
  stage.release({ from: a, to: b });
  if ((yield* first.comes(PATIENCE_MS)) === null || world.view(a).term !== term) return false;
  stage.hold({ half: 'request', role: 'vote' });
  const again = stage.lookFor((message) => {
    const { from, half, role } = message;
    return from === a && half === 'request' && role === 'vote' && world.view(a).term > term;
  });
  if ((yield* again.comes(2 * PATIENCE_MS)) === null) return false;

  const sinceUs = world.sim.nowUs;
  const alone = [a, c];
  stage.partition(alone, stage.others(a, c));
  const second = stage.lookFor({ from: c, to: a, half: 'reply', role: 'vote' });
  stage.holdNothing();
  stage.release({ from: a, to: c });
  yield* second.comes(SOON_MS);
  yield* until(() => world.view(a).isLeader, SOON_MS);
  demandNoWinner(world, alone, { term, sinceUs });
  return second.hasCome;
}

export const twoElectionsScenario = raftScenario({
  id: 'two-elections',
  title: 'the votes of two elections do not add up',
  holdsTo: 'A candidate that stands again begins with its own vote and no other.',
  part: '3A',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  seeds: 8,
  servers: 5,
  play: (world) => playElections(world, 'two-elections', twoElections),
});
