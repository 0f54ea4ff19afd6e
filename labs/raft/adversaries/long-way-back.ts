import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Script } from '../../../harness/vocabulary/script.ts';
import { converge } from '../converge.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { RaftStage } from './stage.ts';

/** One refusal for each of so many entries, at 50 ms and more a round trip, takes 15 s. */
const ENTRIES = 300;
const EXTRA_MS = 25;
/** 6.5840's limit for an agreement; by terms, by halves or in one step it takes less than a second. */
const CATCH_UP_MS = 10_000;

/** Two logs that differ in hundreds of entries of one term each must be made one on a slow link. */
function* longWayBack(world: RaftWorld): Script {
  const stage = new RaftStage(world);
  const lastSteps = new LastSteps(world.sim, 'long-way-back');
  for (let tries = 0; tries < 4; tries++) {
    const old = yield* stage.settle();
    if (old === null) continue;
    stage.cut(old);
    for (let i = 0; i < ENTRIES; i++) world.start(old);
    const second = yield* stage.someLeader(world.view(old).term);
    if (second === null) continue;
    let index = 0;
    for (let i = 0; i < ENTRIES; i++) index = world.start(second)?.index ?? index;
    if (!(yield* stage.spreads(index, 2))) continue;

    const [third = old] = stage.others(old, second);
    stage.slowLink(old, third, EXTRA_MS);
    stage.cut(second);
    stage.join(old);
    if (!(yield* stage.leads(third, world.view(second).term))) continue;
    world.start(third);
    if (!(yield* stage.applies([old], index, CATCH_UP_MS))) {
      world.stall(
        `server ${old} to catch up with a log that differs in ${ENTRIES} entries of one term ` +
          `within ${CATCH_UP_MS / 1_000} s`,
      );
    }
    lastSteps.reach();
    break;
  }
  yield* converge(world);
}

export const longWayBackScenario = raftScenario({
  id: 'long-way-back',
  title: 'a leader backs up by more than one entry',
  holdsTo:
    'A leader finds where two logs part within 10 s, even hundreds of entries back: by more than one entry a refusal.',
  part: '3C',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.3; 6.5840, Lab 3C: fast backup',
  servers: 3,
  seeds: 4,
  play: longWayBack,
});
