import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { inOrder, majorityOf } from './sides.ts';
import type { RaftStage } from './stage.ts';

/** With three servers, one follower is a majority with its leader. */
const SIZES = { least: 4, most: 7 };
/** 6.5840's limit for an agreement, new elections included. */
const AGREE_MS = 10_000;

/**
 * A leader reaches some followers, and is no majority with them. A majority of the others reach one
 * another; some of these hear nothing from it. The rest is down. Those others must go on.
 */
function* partialLeader(stage: RaftStage, old: number): Steps<boolean> {
  const { world } = stage;
  const others = world.random.shuffle(stage.others(old));
  const majority = others.slice(0, majorityOf(world));
  const followers = majority.slice(0, world.random.between(1, majorityOf(world) - 2));
  const deaf = majority.slice(followers.length);
  stage.crash(...others.slice(majorityOf(world)));
  stage.block(old, ...deaf);
  for (const each of deaf) stage.block(each, old);
  const deadlineUs = world.sim.nowUs + AGREE_MS * 1_000;
  while (world.sim.nowUs < deadlineUs) {
    const leader = majority.find((each) => world.view(each).isLeader);
    const started = leader === undefined ? null : world.start(leader);
    if (started === null) {
      yield* wait(20);
      continue;
    }
    const { index, command } = started;
    const isApplied = (): boolean =>
      world.applied[index] === command &&
      majority.every((each) => world.view(each).lastApplied >= index);
    if (yield* until(isApplied, 500)) return true;
  }
  return world.stall(
    `a new command applied by the servers ${inOrder(majority)}, a majority that reach one another, within ` +
      `${AGREE_MS / 1_000} s; server ${old} led them, and reaches only ${inOrder(followers)}`,
  );
}

export const partialLeaderScenario = raftScenario({
  id: 'partial-leader',
  title: 'a leader without a majority stops nobody',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 2: available as long as any majority can communicate with each other',
  holdsTo:
    'A majority that reach one another agree within 10 s, although a leader without a majority reaches some of them.',
  seeds: 8,
  servers: SIZES,
  play: (world) => playRounds(world, 'partial-leader', partialLeader),
});
