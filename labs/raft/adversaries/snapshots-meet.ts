import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { makePatient } from './candidates.ts';
import { missSnapshot } from './sides.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

const SNAPSHOT_EVERY = 3;
const QUICK_MS = 0.05;
const SLOW_MS = 300;
/** Some Rafts save their service's snapshots at a tick, and a slow clock ticks slowly. */
const SAVE_MS = 100;

/** A service hands over an old snapshot, in the same moment as a newer one comes from the leader or later. */
export function* snapshotsMeet(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [f = leader, third = leader] = world.random.shuffle(stage.others(leader));
  world.snapshotDelayMs = (server) => (server === f ? SLOW_MS : QUICK_MS);
  if (!(yield* makePatient(stage, leader, f))) return false;
  const index = yield* missSnapshot(stage, leader, f, SNAPSHOT_EVERY);
  if (index === null) return false;
  yield* stage.saveSnapshot(index, leader);

  stage.hold({ to: f, half: 'request' });
  stage.join(f);
  const install = { to: f, half: 'request', role: 'install' } as const;
  if ((yield* stage.arrival(install, { withinMs: PATIENCE_MS })) === null) return false;
  stage.handedOver.clear();
  const isHandedOver = (): boolean => stage.handedOver.has(f);
  const comesFirst = world.random.chance(500_000);
  if (comesFirst && !(yield* until(isHandedOver, SLOW_MS))) return false;
  stage.holdNothing();
  stage.release({ to: f });
  if (!(yield* until(isHandedOver, SLOW_MS))) return false;
  // Whoever took the old one for the new one finds it on its disk.
  if (world.random.chance(500_000)) {
    yield* wait(SAVE_MS);
    stage.crash(f);
    stage.restart(f);
  }
  // What follows is then on the leader and this follower alone.
  stage.cut(third);
  yield* world.agree(2, { retry: true });
  return true;
}
