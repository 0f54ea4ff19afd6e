import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const IMPORT =
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm;

interface Import {
  readonly file: string;
  /** A path from the root for a relative import; else the package as written. */
  readonly target: string;
  /** Whether only types are imported, so that nothing runs. */
  readonly isType: boolean;
}

/** Every import of every TypeScript file under a folder; tests may use more than what they test. */
function importsIn(folder: string, isMine: (file: string) => boolean = () => true): Import[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((file) => /(?<!\.test|\.fixture|\.bench)\.ts$/.test(file))
    .filter((file) => !file.includes('node_modules/') && isMine(file))
    .flatMap((file) => importsOf(file));
}

function importsOf(file: string): Import[] {
  const path = join(ROOT, file);
  const text = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(IMPORT)].map((match) => {
    const written = match[1] ?? match[2] ?? match[3] ?? '';
    const target = written.startsWith('.')
      ? relative(ROOT, resolve(dirname(path), written))
          .split(sep)
          .join('/')
      : written;
    const isType = /^\s*(?:import|export) type\b/.test(match[0]);
    return { file, target, isType };
  });
}

function outside(imports: readonly Import[], allowed: RegExp): string[] {
  return imports
    .filter(({ target }) => !allowed.test(target))
    .map(({ file, target }) => `${file} imports ${target}`);
}

const isSolution = (file: string): boolean =>
  /^grader\/calibration\/(?:reference|styles)\//.test(file);

const PURE_REPORT =
  /^(?:grader\/report\/|grader\/grading\/(?:points|policy|way-to-fail)\.ts$|grader\/run\/(?:unsafe-parts|kept-trace)\.ts$|harness\/|chalk$|node:crypto$)/;

const isApi = (file: string): boolean => /^labs\/(?:[\w-]+\/api|node)\.ts$/.test(file);

test('the imports are found at all', () => {
  expect(importsIn('harness').length).toBeGreaterThan(20);
  expect(importsIn('labs').length).toBeGreaterThan(10);
  expect(importsIn('grader').map(({ target }) => target)).toContain('node:vm');
  expect(importsIn('grader', isSolution).map(({ target }) => target)).toContain('splitbrain/raft');
});

test('the harness imports only itself and fast-check', () => {
  expect(outside(importsIn('harness'), /^(?:harness\/|fast-check$)/)).toEqual([]);
});

const isProgram = (file: string): boolean =>
  /^labs\/[\w-]+\/(?:programs|exhibits\/[\w-]+)\/(?!exhibit\.ts)/.test(file);

test('labs import only labs and the harness', () => {
  const others = importsIn('labs', (file) => !isProgram(file));
  expect(outside(others, /^(?:labs|harness)\//)).toEqual([]);
});

test("a lab's programs and exhibits run as student code does: they import the student's modules and the labs", () => {
  const imports = importsIn('labs', isProgram);
  expect(outside(imports, /^(?:labs\/|submission:|splitbrain\/)/)).toEqual([]);
});

test('the student API imports only other files of the labs', () => {
  expect(outside(importsIn('labs', isApi), /^labs\/(?:[\w-]+\/api|node)\.ts$/)).toEqual([]);
});

test('the grader reaches into no solution and imports nothing from outside but packages', () => {
  const imports = importsIn('grader', (file) => !isSolution(file));
  const allowed =
    /^(?:grader\/(?!calibration\/(?:reference|styles)\/)|labs\/|harness\/|node:|@?[a-z][\w-]*(?:\/sync)?$)/;
  expect(outside(imports, allowed)).toEqual([]);
});

test('reports are words made from data: nothing in them runs code or touches a file', () => {
  const imports = importsIn('grader/report');
  expect(imports).not.toEqual([]);
  expect(
    outside(
      imports.filter(({ isType }) => !isType),
      PURE_REPORT,
    ),
  ).toEqual([]);
});

test('the bridge runs beside student code: it imports its own files, and plain types of the harness', () => {
  const imports = importsIn('grader/realm/bridge');
  expect(imports).not.toEqual([]);
  expect(outside(imports, /^(?:grader\/realm\/bridge|harness\/vocabulary)\//)).toEqual([]);
});

test.each(['reference', 'styles'])(
  'calibration/%s imports only the student API and its own files',
  (kind) => {
    const imports = importsIn(`grader/calibration/${kind}`);
    expect(imports).not.toEqual([]);
    const foreign = imports.filter(({ file, target }) => {
      const depth = kind === 'reference' ? 3 : 4;
      const own = `${file.split('/').slice(0, depth).join('/')}/`;
      return !target.startsWith('splitbrain/') && !target.startsWith(own);
    });
    expect(foreign).toEqual([]);
  },
);

test('the template imports only the student API and its own files', () => {
  const imports = importsIn('solutions-template');
  expect(outside(imports, /^(?:splitbrain\/|solutions-template\/)/)).toEqual([]);
});

test('no test of the harness or the labs needs the machine either', () => {
  const tests = ['harness', 'labs'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(?:test|fixture)\.ts$/.test(name))
      .flatMap((name) => importsOf(join(folder, name).split(sep).join('/'))),
  );
  expect(outside(tests, /^(?:harness\/|labs\/|fast-check$|vitest$)/)).toEqual([]);
});

/**
 * Who imports whom among the files and folders of each folder, such as `harness/` and the folders in it: an
 * import is one between the two that hold its ends.
 */
function neighbours(imports: readonly Import[]): Map<string, Map<string, Set<string>>> {
  const folders = new Map<string, Map<string, Set<string>>>();
  for (const { file, target } of imports) {
    const [from, to] = [file.split('/'), target.split('/')];
    const depth = from.findIndex((name, i) => name !== to[i]);
    const folder = from.slice(0, depth).join('/');
    const inside = folders.get(folder) ?? new Map<string, Set<string>>();
    folders.set(folder, inside);
    const importer = from[depth] ?? '';
    inside.set(importer, (inside.get(importer) ?? new Set()).add(to[depth] ?? ''));
  }
  return folders;
}

/** A way from `start` along imports back to it; null when there is none. */
function circleFrom(start: string, inside: ReadonlyMap<string, Set<string>>): string[] | null {
  const seen = new Set<string>();
  const walk = (path: readonly string[]): string[] | null => {
    for (const next of inside.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [...path, start];
      if (seen.has(next)) continue;
      seen.add(next);
      const found = walk([...path, next]);
      if (found !== null) return found;
    }
    return null;
  };
  return walk([start]);
}

test('nothing imports in circles, neither files nor folders', () => {
  const imports = ['harness', 'labs', 'grader']
    .flatMap((folder) => importsIn(folder, (file) => !isSolution(file)))
    .filter(({ target }) => /^(?:harness|labs|grader)\//.test(target));
  const circles = [...neighbours(imports)].flatMap(([folder, inside]) =>
    [...inside.keys()].flatMap((start) => {
      const circle = circleFrom(start, inside);
      return circle === null ? [] : [`${folder}: ${circle.join(' -> ')}`];
    }),
  );
  expect(circles).toEqual([]);
});
