import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { narrowVote, winNarrowly } from './narrow-win.ts';
import { playRounds } from './rounds.ts';
import { missingVotes, SIZES } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SOON_MS = 50;

/**
 * Whoever has voted in a term is asked in the next one, and crashes after it has saved something of
 * that. It restarts in the old term or in the new one; in the old one its vote is still given away.
 */
function* tornVote(stage: RaftStage): Steps<boolean> {
  const { world } = stage;
  const vote = narrowVote(world, world.random.shuffle(world.all));
  const { voters, lost } = vote;
  const [next = 0, ...rest] = voters;
  stage.crash(...world.all);
  stage.slow(...voters, ...lost);
  stage.restart(...world.all);
  const won = yield* winNarrowly(stage, vote, next);
  if (won === null) return false;
  const { a, b } = won;
  const torn = world.random.shuffle([a, ...rest]).slice(0, missingVotes(world));

  const asked = stage.lookFor({ from: next, to: torn, half: 'request', role: 'vote' });
  stage.kill((server, { kind }) => {
    return kind === 'save' && asked.messages.some(({ to }) => to === server);
  });
  won.ask(next, ...torn);
  const areDown = (): boolean => torn.every((each) => !world.sim.isUp(each));
  if (!(yield* until(areDown, PATIENCE_MS))) return false;

  stage.spare();
  stage.restart(...torn);
  if (world.view(b).term !== won.term) return false;
  won.ask(b, ...torn);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== won.term, SOON_MS);
  return true;
}

export const tornVoteScenario = raftScenario({
  id: 'torn-vote',
  title: 'term and vote are saved together',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2 and Figure 2',
  holdsTo: 'A server votes once in a term, whatever it saves and whenever it crashes.',
  seeds: 10,
  servers: SIZES,
  play: (world) => playRounds(world, 'torn-vote', tornVote),
});
