import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { UsageError } from '../run/select.ts';
import type { HandedIn } from './handed-in.ts';
import { isSubmission } from './labs-in.ts';
import { readRoster } from './roster.ts';
import { ARCHIVE_NAME, OTHER_ARCHIVE_NAME, unpack } from './unpack.ts';

/** Something that was found to be graded. */
interface Found {
  readonly name: string;
  readonly from: string;
  readonly path: string;
  readonly submittedAt: string | null;
  /** Why it is not even looked into. */
  readonly refused?: string;
}

/** A student may have made it, so as to have somebody else's files graded. */
const LINK_WORDS =
  'it is a link; put the folder itself here, or name it on the command line or in a roster';

/** Names that are in many folders and in none on purpose. */
const NOBODYS = new Set(['node_modules', '.DS_Store', '.git']);

/**
 * What `paths` mean: each is a submission (a folder, or a zip, tar or tar.gz file), a folder of them, or a
 * roster (.csv). Their source files are copied into `scratch`, each into a folder of its own. What is broken or
 * missing is found too, so that it gets its line. `tellLeftOut` hears of what lies beside submissions and is taken for
 * none. Throws `UsageError` when there is nothing at all.
 */
export async function findHandedIn(
  paths: readonly string[],
  labs: readonly Lab[],
  scratch: string,
  tellLeftOut: (path: string) => void = () => {},
): Promise<HandedIn[]> {
  if (paths.every((path) => !existsSync(path))) {
    throw new UsageError(
      `there is no ${paths.join(' and no ')}; give folders that hold submissions`,
    );
  }
  const found: Found[] = [];
  for (const path of paths) found.push(...(await foundIn(path, labs, tellLeftOut)));
  const handedIn: HandedIn[] = [];
  for (const [at, { name, from, path, submittedAt, refused }] of withOwnNames(found).entries()) {
    const content =
      refused === undefined
        ? await unpack(path, join(scratch, String(at)))
        : ({ kind: 'unusable', reason: refused } as const);
    handedIn.push({ name, from, submittedAt, content });
  }
  return handedIn;
}

async function foundIn(
  path: string,
  labs: readonly Lab[],
  tellLeftOut: (path: string) => void,
): Promise<Found[]> {
  if (/\.csv$/i.test(path) && existsSync(path)) {
    return readRoster(path);
  }
  if (!isFolder(path) || isSubmission(path, labs)) return [foundAt(path)];
  const inside = submissionsIn(path);
  const isClass = inside.some(
    (each) => ARCHIVE_NAME.test(each) || isSubmission(each, labs) || holdsSubmission(each, labs),
  );
  if (!isClass) return [foundAt(path)];
  for (const name of readdirSync(path)) {
    const each = join(path, name);
    if (!inside.includes(each) && !NOBODYS.has(name)) tellLeftOut(each);
  }
  return inside.map((each) => {
    const isLink = lstatSync(each).isSymbolicLink();
    return isLink ? { ...foundAt(each), refused: LINK_WORDS } : foundAt(each);
  });
}

function foundAt(path: string): Found {
  const name = basename(resolve(path)).replace(ARCHIVE_NAME, '');
  return { name, from: relative('', resolve(path)) || '.', path: resolve(path), submittedAt: null };
}

/** Folders and archives that may be submissions; other files beside them are none. */
function submissionsIn(path: string): string[] {
  return readdirSync(path)
    .filter((name) => !name.startsWith('.') && name !== 'node_modules')
    .toSorted((a, b) => a.localeCompare(b, 'en'))
    .map((name) => join(path, name))
    .filter((each) => isFolder(each) || ARCHIVE_NAME.test(each) || OTHER_ARCHIVE_NAME.test(each));
}

/** A submission may have a folder around it, as unpacked archives do. */
function holdsSubmission(path: string, labs: readonly Lab[]): boolean {
  return isFolder(path) && submissionsIn(path).some((each) => isSubmission(each, labs));
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Tells those of one name apart by where they come from. */
function withOwnNames(found: readonly Found[]): Found[] {
  const names = found.map(({ name }) => name);
  const taken = new Set<string>();
  return found.map((each) => {
    const { name, from } = each;
    const isTwice = names.indexOf(name) !== names.lastIndexOf(name);
    let own = isTwice ? `${name} (${from})` : name;
    for (let i = 2; taken.has(own); i++) own = `${name} (${from}, ${i})`;
    taken.add(own);
    return { ...each, name: own };
  });
}
