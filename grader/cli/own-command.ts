import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/** How this program is called from `folder`, so that a command on the screen can be pasted as it is. */
export function ownCommand(folder: string = process.cwd()): string {
  if (basename(process.argv[1] ?? '') === 'splitbrain' && !isUnderNpm()) return 'splitbrain';
  for (let at = folder; ; at = dirname(at)) {
    const isWorkspace = existsSync(join(at, 'node_modules', '.bin', 'splitbrain'));
    if (isWorkspace || isOurs(at)) return 'npx splitbrain';
    if (at === dirname(at)) return `node ${quote(relative(folder, BIN))}`;
  }
}

/** The command that repeats the failure in `file`. */
export function replayCommand(file: string, option = ''): string {
  const command = `${ownCommand()} replay ${quote(relative(process.cwd(), file))}`;
  return option === '' ? command : `${command} ${option}`;
}

/** The lines that end the story of a failure: how to see it again. */
export function againLines(file: string, hasSmallest: boolean): string[] {
  if (!hasSmallest) return ['Replay this run:', `  ${replayCommand(file)}`];
  return [
    'Replay this schedule, or the full run it came from:',
    `  ${replayCommand(file, '--smallest')}`,
    `  ${replayCommand(file)}`,
  ];
}

/** npm puts the workspace's programs on the path of what it runs, and nowhere else. */
function isUnderNpm(): boolean {
  return process.env['npm_execpath'] !== undefined;
}

function isOurs(folder: string): boolean {
  const manifest = join(folder, 'package.json');
  return existsSync(manifest) && /"name":\s*"splitbrain"/.test(readFileSync(manifest, 'utf8'));
}

/** A path as one word of a shell's command line. */
export function quote(path: string): string {
  return /^[\w./\\:-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}
