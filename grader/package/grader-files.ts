import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A file of a package. */
export interface PackedFile {
  /** Relative, with slashes. */
  readonly name: string;
  readonly content: Buffer | string;
  readonly isProgram?: boolean;
}

/** All of these that a grader needs is in them. */
const FOLDERS = ['grader', 'harness', 'labs'];
const FILES = ['package.json', 'package-lock.json'];
/** What only those who write labs need. The reference solution stays: it checks what is told of failures. */
const LEFT_OUT =
  /^grader\/(?:bench|exhibits|handout|calibration\/(?:mutants|styles|run))\/|\.(?:test|fixture|bench)\.\w+$|\/(?:fixtures|golden)\/|\.md$/;

/** The program itself, as far as grading needs it, under `folder`. */
export function graderFiles(folder: string): PackedFile[] {
  const names = FOLDERS.flatMap((each) =>
    readdirSync(join(ROOT, each), { recursive: true, encoding: 'utf8' }).map(
      (name) => `${each}/${name.split(sep).join('/')}`,
    ),
  );
  return [...FILES, ...names]
    .filter((name) => !LEFT_OUT.test(name) && !name.includes('node_modules/'))
    .filter((name) => statSync(join(ROOT, name)).isFile())
    .toSorted()
    .map((name) => ({ name: `${folder}/${name}`, content: readFileSync(join(ROOT, name)) }));
}

/** Folders of the packages that run with it, relative to its own; those of other machines are not there. */
export function runtimePackages(): string[] {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { readonly dev?: boolean; readonly devOptional?: boolean }>;
  };
  return Object.entries(lock.packages)
    .filter(([name, { dev, devOptional }]) => name !== '' && dev !== true && devOptional !== true)
    .map(([name]) => name)
    .filter((name) => statSync(join(ROOT, name), { throwIfNoEntry: false }) !== undefined);
}

/** The text of one of the scripts that packages are made of. */
export function script(name: string): string {
  return readFileSync(new URL(`./scripts/${name}`, import.meta.url), 'utf8');
}
