import { wait, type Script } from '../../harness/vocabulary/script.ts';
import { checkAll, keys, load, writeAll } from '../../labs/shardkv/scenarios/steps.ts';
import { shardScenario } from '../../labs/shardkv/shard-scenario.ts';
import { REFERENCE } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../compile/compile.ts';
import { findLab } from '../labs/find-labs.ts';
import { runSeed } from '../run/run-seed.ts';
import { atMost, type Figure } from './measure.ts';

const GROUPS = 8;
const CLERKS = 20;
const KEYS = 40;
/** How long clerks work and groups come and go, and how long between two changes. */
const WORK_MS = 30_000;
const BETWEEN_CHANGES_MS = 500;

/** The largest store that Lab 5 is made for: 27 servers, all of them snapshotting, under load. */
const largeStore = shardScenario({
  id: 'bench-large-store',
  title: 'eight groups and twenty clerks',
  part: '5B',
  points: 0,
  source: 'bench',
  holdsTo: 'A group serves many keys, and moves them.',
  groups: GROUPS,
  clerks: CLERKS,
  maxStateBytes: 1_000,
  *play(world) {
    const gids = Array.from({ length: GROUPS }, (_, i) => i + 1);
    yield* world.join(...gids);
    yield* writeAll(world, keys(KEYS));
    const going = { isOver: false };
    const changes = function* (): Script {
      for (let i = 0; i < WORK_MS / BETWEEN_CHANGES_MS; i++) {
        const gid = gids[(i >> 1) % GROUPS] ?? 1;
        yield* i % 2 === 0 ? world.leave(gid) : world.join(gid);
        yield* wait(BETWEEN_CHANGES_MS);
      }
      going.isOver = true;
    };
    yield* world.together(...load(world, keys(KEYS), going), changes());
    yield* world.allServed('after the last change');
    yield* checkAll(world, keys(KEYS));
  },
});

/** Memory of the whole process, at its highest, with the largest store. */
export async function benchLargeStore(): Promise<Figure[]> {
  const lab = await findLab('shardkv');
  const submission = await compileSubmission(REFERENCE, lab);
  const { verdict } = await runSeed(lab, largeStore, submission, 1);
  if (verdict.kind !== 'passed') throw new Error(`the large store came to ${verdict.kind}`);
  const megabytes = process.resourceUsage().maxRSS / 1_000;
  return [atMost(`Lab 5, ${GROUPS} groups and ${CLERKS} clerks, memory`, megabytes, 1_000, 'MB')];
}
