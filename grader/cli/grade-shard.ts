import type { GradedClass } from '../grading/graded-class.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { isGraded } from '../report/grade.ts';
import { UsageError } from '../run/select.ts';
import {
  fingerprintOf,
  readShare,
  SHARD_KIND,
  shareName,
  type Share,
  type Shard,
} from '../shard/shard.ts';
import { EXIT } from './exit-codes.ts';
import { ownCommand } from './own-command.ts';
import { write } from './write-reports.ts';

/** What `--shard` asks for; null without it. Throws `UsageError` when reports of the whole class are asked for, too. */
export function shareOf(options: {
  readonly shard?: string;
  readonly json?: boolean;
  readonly csv?: string;
  readonly reports?: string;
}): Share | null {
  if (options.shard === undefined) return null;
  const share = readShare(options.shard);
  for (const name of ['json', 'csv', 'reports'] as const) {
    if (options[name] === undefined) continue;
    throw new UsageError(
      `--${name} is about a whole class: give it to 'splitbrain merge', once every shard is there`,
    );
  }
  return share;
}

/**
 * Writes the shard; returns the exit code. Wrong submissions are no failure of it: a batch system would take
 * that for one of its own.
 */
export function finishShard(
  share: Share,
  handedIn: readonly HandedIn[],
  graded: GradedClass,
  out: string | undefined,
): number {
  const file = out ?? `${shareName(share)}.json`;
  const fingerprints = handedIn.map((each) => fingerprintOf(each));
  const shard: Shard = { kind: SHARD_KIND, ...share, handedIn: fingerprints, graded };
  write(file, `${JSON.stringify(shard)}\n`);
  const { submissions, unfinished } = graded;
  console.log(`\nWritten: ${file}`);
  if (unfinished.length > 0) {
    const total = submissions.length + unfinished.length;
    console.log(
      `Interrupted: ${submissions.length} of ${total} submissions are graded. The same command goes on from here.`,
    );
    return EXIT.couldNotRun;
  }
  console.log(
    `When all ${share.of} are there: ${ownCommand()} merge <shards...> --reports <folder>`,
  );
  const isWhole = submissions.every(isGraded);
  return isWhole ? EXIT.passed : EXIT.couldNotRun;
}
