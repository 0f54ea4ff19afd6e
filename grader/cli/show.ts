import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { tellAnswer, tellList, tellQuestion } from '../report/tell-exhibit.ts';
import { ownWidth } from '../report/screen.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { findExhibits, type FoundExhibit } from '../exhibits/find-exhibits.ts';
import { findLabs } from '../labs/find-labs.ts';
import { exhibitLines, playExhibit } from '../exhibits/play-exhibit.ts';
import { select, UsageError } from '../run/select.ts';
import { saveFailure } from '../store/failure-file.ts';
import { EXIT } from './exit-codes.ts';
import { againLines, ownCommand } from './own-command.ts';

/** Adds `splitbrain show [lab] [name]`: wrong lines, a question, the run, the answer. */
export function addShowCommand(program: Command): void {
  program
    .command('show')
    .description('see a wrong solution break: its lines, a question, the run, the answer')
    .argument('[lab]', "a lab or a part, such as 'kvserver' or '2C' (default: list all)")
    .argument('[name]', 'an exhibit of it (default: list them)')
    .action(async (what: string | undefined, name: string | undefined) => {
      process.exitCode = await show(what, name);
    });
}

async function show(what: string | undefined, name: string | undefined): Promise<number> {
  const labs = await findLabs();
  const wanted = what === undefined ? labs : [select(labs, what, undefined).lab];
  const all = (await Promise.all(wanted.map(({ id }) => findExhibits(id)))).flat();
  const isPart = /^\d+[a-z]$/i.test(what ?? '');
  const exhibits = all.filter(({ part }) => !isPart || part === what?.toUpperCase());
  const [only] = exhibits;
  if (name === undefined && (exhibits.length > 1 || what === undefined)) return list(exhibits);
  const exhibit = name === undefined ? only : exhibits.find((each) => each.name === name);
  if (exhibit === undefined) throw new UsageError(noneWords(what ?? '', name, exhibits));
  const lab = labs.find(({ id }) => id === exhibit.lab);
  if (lab === undefined) throw new Error(`the exhibit ${exhibit.name} has no lab`);

  console.log([...tellQuestion(exhibit, exhibitLines(exhibit)), ''].join('\n'));
  await pause();
  const { submission, failure } = await playExhibit(lab, exhibit);
  const { folder, digest, withReference } = submission;
  const smallest = failure.run?.smallest;
  const saved = { lab: lab.id, scenario: exhibit.scenario, seed: exhibit.seed };
  const result = failure.run?.result;
  console.log(tellFailure(failure, ownWidth()).join('\n'));
  console.log(['', ...tellAnswer(exhibit)].join('\n'));
  if (result !== undefined) {
    const code = { submission: folder, digest, withReference };
    const file = saveFailure(process.cwd(), { ...saved, ...code, smallest }, result);
    console.log(['', ...againLines(file, smallest !== undefined)].join('\n'));
  }
  // An exhibit that does not fail shows nothing: that is our bug.
  return failure.verdict.kind === 'passed' ? EXIT.failed : EXIT.passed;
}

function list(exhibits: readonly FoundExhibit[]): number {
  const [first] = exhibits;
  console.log(tellList(exhibits).join('\n'));
  if (first !== undefined) {
    console.log(`\nSee one: ${ownCommand()} show ${first.lab} ${first.name}`);
  }
  return EXIT.passed;
}

function noneWords(
  what: string,
  name: string | undefined,
  exhibits: readonly FoundExhibit[],
): string {
  const names = exhibits.map((each) => each.name).join(', ');
  if (exhibits.length === 0) return `${what} has no exhibits yet; '${ownCommand()} show' lists all`;
  return `${what} has no exhibit '${name}'; there are ${names}`;
}

/** Somebody at a terminal is left time to guess. */
async function pause(): Promise<void> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  await terminal.question('  Guess, then press Enter to see the run. ');
  terminal.close();
  console.log('');
}
