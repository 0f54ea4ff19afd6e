import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { UsageError } from '../run/select.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Adds `splitbrain init [dir]`: a student's workspace, ready to run. */
export function addInitCommand(program: Command): void {
  program
    .command('init')
    .description('make a workspace with a skeleton for every lab')
    .argument('[dir]', 'the folder to make', 'splitbrain-labs')
    .action((dir: string) => init(resolve(dir)));
}

function init(dir: string): void {
  if (existsSync(dir) && readdirSync(dir).length > 0) {
    throw new UsageError(`${dir} is not empty; nothing was written. Name a new folder`);
  }
  cpSync(join(ROOT, 'solutions-template'), dir, {
    recursive: true,
    filter: (file) => !relative(ROOT, file).includes('node_modules'),
  });
  const modules = join(dir, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  symlinkSync(ROOT, join(modules, 'splitbrain'), 'junction');
  symlinkSync(join('..', 'splitbrain', 'grader', 'bin.js'), join(modules, '.bin', 'splitbrain'));
  // So that a later `npm install` keeps the link.
  const manifest = join(dir, 'package.json');
  const value = JSON.parse(readFileSync(manifest, 'utf8')) as Record<string, unknown>;
  value['dependencies'] = { splitbrain: `file:${relative(dir, ROOT)}` };
  writeFileSync(manifest, `${JSON.stringify(value, null, 2)}\n`);
  const shown = relative(process.cwd(), dir) || '.';
  console.log(`Made ${shown}. Next:\n  cd ${shown}\n  npm test`);
}
