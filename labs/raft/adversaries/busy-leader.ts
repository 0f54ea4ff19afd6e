import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { converge } from '../converge.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { RaftStage } from './stage.ts';

const BUSY_MS = 1_500;
/** With answers this late there is something to send at any moment. */
const EXTRA_MS = 25;
/** For about one heartbeat, no answer comes. */
const UNHEARD_MS = 120;

/** The leader always has entries to send, and loses a few answers: its followers hear it all along. */
function* busyLeader(world: RaftWorld): Script {
  const stage = new RaftStage(world);
  const lastSteps = new LastSteps(world.sim, 'busy-leader');
  yield* world.agree(3, { retry: true });
  const leader = yield* stage.settleOnLeader();
  if (leader === null) return yield* converge(world);
  const followers = stage.others(leader);
  for (const each of followers) stage.slowLink(leader, each, EXTRA_MS);
  const before = stage.term;
  const stays = (): void => {
    world.demand(
      stage.term === before,
      {
        id: 'leader-stays',
        about: 'progress',
        sentence:
          'A leader whose every message is heard stays in office, whatever it sends and is answered.',
      },
      `server ${leader} led term ${before} and was given commands, and the term went to ${stage.term}`,
    );
  };
  yield* giveCommands(world, leader, { forMs: BUSY_MS, stays });
  for (const each of followers) stage.block(each, leader);
  yield* giveCommands(world, leader, { forMs: UNHEARD_MS, stays });
  for (const each of followers) stage.unblock(each, leader);
  yield* giveCommands(world, leader, { forMs: BUSY_MS, stays });
  lastSteps.reach();
  yield* converge(world);
}

interface Commands {
  readonly forMs: number;
  /** Ends the run if the leader has lost its office. */
  readonly stays: () => void;
}

function* giveCommands(world: RaftWorld, leader: number, { forMs, stays }: Commands): Steps<void> {
  const endUs = world.sim.nowUs + forMs * 1_000;
  while (world.sim.nowUs < endUs) {
    world.start(leader);
    yield* wait(world.random.between(10, 30));
    stays();
  }
}

export const busyLeaderScenario = raftScenario({
  id: 'busy-leader',
  title: 'a busy leader stays in office',
  holdsTo:
    'A leader that is heard stays in office: every AppendEntries of its term sets the election timer again.',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2: AppendEntries from the current leader',
  servers: 3,
  play: busyLeader,
});
