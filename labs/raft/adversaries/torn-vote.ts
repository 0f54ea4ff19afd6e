import { until, type Steps } from '../../../harness/scenario/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { inOneTerm } from './candidates.ts';
import { playRounds } from './rounds.ts';
import { majorityOf, SIZES } from './sides.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

const SOON_MS = 50;

/**
 * Whoever has voted in a term is asked in the next one, and crashes after it has saved something of
 * that. It restarts in the old term or in the new one; in the old one its vote is still given away.
 */
function* tornVote(stage: Stage): Steps<boolean> {
  const { world } = stage;
  const [a = 0, b = 0, next = 0, ...rest] = world.random.shuffle(world.all);
  const count = majorityOf(world);
  // a wins with a bare majority; b has the votes of the others, and lacks those of `torn`.
  const voters = [next, ...rest.slice(0, count - 2)];
  const others = rest.slice(count - 2);
  const torn = world.random.shuffle([a, ...voters.slice(1)]).slice(0, 2 * count - world.all.length);
  stage.crash(...world.all);
  for (const each of [...voters, ...others]) stage.slow(each);
  stage.restart(...world.all);
  const term = yield* inOneTerm(stage, a, b);
  if (term === null) return false;

  // A clock's pace counts from the next timer on: the one that a granted vote sets.
  stage.hurry(next);
  for (const each of [b, ...voters.slice(1), ...others]) stage.slow(each);
  let links: (readonly [from: number, to: number])[] = [];
  stage.hold = ({ from, to, half, role }) => {
    if (half !== 'request' || role === 'other') return false;
    return role !== 'vote' || !links.some(([source, target]) => source === from && target === to);
  };
  const ask = (from: number, ...servers: number[]): void => {
    links = servers.map((to) => [from, to] as const);
    for (const to of servers) stage.release(from, to);
  };
  ask(a, ...voters);
  if (!(yield* until(() => world.view(a).isLeader, SOON_MS))) return false;
  let answers = 0;
  stage.watch = ({ to, half, role }) => {
    if (to === b && half === 'reply' && role === 'vote') answers++;
  };
  ask(b, ...others);
  if (!(yield* until(() => answers >= others.length, SOON_MS))) return false;

  const asked = new Set<number>();
  stage.watch = ({ from, to, half, role }) => {
    if (from === next && half === 'request' && role === 'vote') asked.add(to);
  };
  stage.kill = (server, { kind }) => kind === 'save' && torn.includes(server) && asked.has(server);
  links = torn.map((each) => [next, each] as const);
  const areDown = (): boolean => torn.every((each) => !world.sim.isUp(each));
  if (!(yield* until(areDown, PATIENCE_MS))) return false;

  stage.kill = () => false;
  stage.restart(...torn);
  if (world.view(b).term !== term) return false;
  ask(b, ...torn);
  yield* until(() => world.view(b).isLeader || world.view(b).term !== term, SOON_MS);
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
  servers: SIZES,
  play: (world) => playRounds(world, 'torn-vote', tornVote),
});
