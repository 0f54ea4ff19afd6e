import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compileSubmission, type CompiledSubmission } from './compile.ts';
import { SubmissionError } from './submission-error.ts';

/*
 * What somebody hands in gives no orders to the compiler, and leads it nowhere but to its own files. A secret lies
 * beside each submission, and none of it may ever be a part of the script.
 */

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-orders-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let submissions = 0;

const contract = { methods: [], callbacks: [], probe: null };
const LAB = {
  id: 'raft',
  modules: { raft: ['src/raft.ts'] },
  programs: { server: { source: 'submission:raft', contract } },
};
const PLAIN = 'export default class {}\n';

type Files = Readonly<Record<string, string>>;

/** A folder with these files, one of which is the entry, beside a secret. */
function handedIn(files: Files): string {
  const place = join(scratch, String(submissions++));
  const all = {
    'secret.ts': "export default 'SECRET';\n",
    'secret.json': '"SECRET"',
    ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`own/${name}`, text])),
  };
  for (const [name, text] of Object.entries(all)) {
    mkdirSync(dirname(join(place, name)), { recursive: true });
    writeFileSync(join(place, name), text);
  }
  return join(place, 'own');
}

/** The reason why it is refused, or its script. */
async function compiled(folder: string): Promise<CompiledSubmission | string> {
  try {
    return await compileSubmission(folder, LAB);
  } catch (error) {
    if (error instanceof SubmissionError) return error.message;
    throw error;
  }
}

const ENTRY_THAT = (line: string): Files => ({ 'src/raft.ts': `${line}\n${PLAIN}` });

test.each<[string, Files]>([
  ['a relative path', ENTRY_THAT("import s from '../../secret.ts'; console.log(s);")],
  [
    'a path that turns round',
    ENTRY_THAT("import s from './x/../../../secret.ts'; console.log(s);"),
  ],
  ['an absolute path', ENTRY_THAT("import s from '/etc/passwd'; console.log(s);")],
  ['a file: address', ENTRY_THAT("import s from 'file:///etc/passwd'; console.log(s);")],
  ['a data: address', ENTRY_THAT("import s from 'data:text/javascript,1'; console.log(s);")],
  ['a module of Node', ENTRY_THAT("import { readFileSync } from 'fs'; readFileSync('');")],
  ['a package', ENTRY_THAT("import * as all from 'esbuild'; console.log(all);")],
  ["a lab's own program", ENTRY_THAT("import s from 'submission:server'; console.log(s);")],
  [
    'another address of a lab',
    ENTRY_THAT("import s from 'splitbrain/raft/../../x'; console.log(s);"),
  ],
  ['re-exports', ENTRY_THAT("export * from '../../secret.ts';")],
  ['require', ENTRY_THAT("const s = require('../../secret.json'); console.log(s);")],
  ['import()', ENTRY_THAT("void import('../../secret.json');")],
  ['a template', ENTRY_THAT('declare const s: string; void import(`../../${s}.json`);')],
  ['a sum', ENTRY_THAT("declare const s: string; void import('../../' + s + '.ts');")],
  ['a choice', ENTRY_THAT("declare const s: string; void import(s ? '../../' + s : './raft.ts');")],
  ['a sum for require', ENTRY_THAT("declare const s: string; require('../../' + s + '.ts');")],
  ['a spelling', ENTRY_THAT("declare const s: string; r\\u0065quire('../../' + s + '.ts');")],
  ['a comment', ENTRY_THAT("declare const s: string; void import /* ( */ ('../../' + s);")],
  [
    'a folder',
    {
      ...ENTRY_THAT("import s from './x'; console.log(s);"),
      'src/x/package.json': '{"main":"../../../secret.ts"}',
    },
  ],
  ['a text file', { ...ENTRY_THAT("import s from './x.txt'; console.log(s);"), 'src/x.txt': 'x' }],
  [
    'a style sheet',
    { ...ENTRY_THAT("import './x.css';"), 'src/x.css': '@import "../../secret.json";' },
  ],
  [
    'machine code',
    { ...ENTRY_THAT("import s from './x.wasm'; console.log(s);"), 'src/x.wasm': 'x' },
  ],
])('nothing but its own files is imported: %s', async (_how, files) => {
  const why = await compiled(handedIn(files));
  expect(why).toEqual(expect.any(String));
  expect(why).toMatch(/may import|there is no file|nothing that is computed/);
});

test.each<[string, Files]>([
  [
    'a map of browsers',
    { 'package.json': '{"browser":{"./src/x.ts":"../secret.ts","./x.ts":"../../secret.ts"}}' },
  ],
  [
    'a package beside the file',
    {
      'src/package.json':
        '{"browser":{"./x.ts":"../../secret.ts"},"type":"commonjs","sideEffects":false}',
    },
  ],
  [
    'paths',
    {
      'tsconfig.json':
        '{"compilerOptions":{"baseUrl":".","paths":{"*":["../secret.ts"]},"jsx":"react-jsx"}}',
    },
  ],
  [
    'a tsconfig that is none',
    { 'src/tsconfig.json': '{"extends":"../../../../etc/passwd"', 'tsconfig.json': '][' },
  ],
  [
    'an installed package',
    {
      'node_modules/x/index.js': 'throw 1',
      'node_modules/splitbrain/package.json': '{"exports":{"./raft":"../../secret.ts"}}',
    },
  ],
  ['a plugin', { 'esbuild.config.js': 'throw 1', '.swcrc': '{}', 'babel.config.js': 'throw 1' }],
])('orders to a compiler change nothing: %s', async (_what, orders) => {
  const files = {
    'src/raft.ts': "import x from './x.ts';\nexport default x;\n",
    'src/x.ts': PLAIN,
  };
  const plain = await compiled(handedIn(files));
  const ordered = await compiled(handedIn({ ...files, ...orders }));
  expect(ordered).toMatchObject({ code: (plain as CompiledSubmission).code });
});

test('a link that leads out of the folder is not followed', async () => {
  const folder = handedIn({ 'src/raft.ts': "import x from './x.ts';\nexport default x;\n" });
  symlinkSync('../../secret.ts', join(folder, 'src/x.ts'));
  expect(await compiled(folder)).toContain("'src/x.ts' is a link that leads out of the submission");
});

const LIE = Buffer.from(
  JSON.stringify({ version: 3, sources: ['good.ts'], sourcesContent: ['good'], mappings: 'AAAA' }),
).toString('base64');

test.each([
  ['in itself', `//# sourceMappingURL=data:application/json;base64,${LIE}`],
  ['beside it', '//# sourceMappingURL=../../secret.json'],
  ['in a block', `/*# sourceMappingURL=data:application/json;base64,${LIE} */`],
])('a map %s says nothing of where code comes from', async (_where, comment) => {
  const both: CompiledSubmission[] = [];
  for (const value of [1, 2]) {
    const text = `export default class { value = ${value} }\n${comment}\n`;
    both.push((await compiled(handedIn({ 'src/raft.ts': text }))) as CompiledSubmission);
  }
  expect(JSON.parse(both[0]?.map ?? '')).toMatchObject({
    sources: expect.arrayContaining(['submission:src/raft.ts']),
  });
  expect(both[0]?.map).not.toMatch(/good|SECRET/);
  expect(both[0]?.sourceDigest).not.toBe(both[1]?.sourceDigest);
});

async function digestOf(files: Files): Promise<string> {
  return ((await compiled(handedIn(files))) as CompiledSubmission).sourceDigest;
}

test('what it read is in the digest: every file that counts, and no other', async () => {
  const files = {
    'src/raft.ts': "import x from './x.json';\nexport default class { x = x }\n",
    'src/x.json': '1',
  };
  const first = await digestOf(files);
  expect(await digestOf({ ...files, 'src/other.ts': PLAIN })).toBe(first);
  expect(await digestOf({ ...files, 'src/x.json': '2' })).not.toBe(first);
});

test.each([
  ['a name that looks like code', "src/a'); throw 1; ('.ts"],
  ['spaces and other letters', 'src/ \u00FC \u4E16 $& .ts'],
  ['a line separator', 'src/a\u2028throw 1;.ts'],
  ['the end of a comment', 'src/*\u2215 throw 1.ts'],
  ['the name of a prototype', 'src/__proto__.ts'],
])('a file may have an odd name: %s', async (_what, name) => {
  const path = JSON.stringify(`./${name.slice('src/'.length)}`);
  const files = { 'src/raft.ts': `export { default } from ${path};\n`, [name]: PLAIN };
  const { code } = (await compiled(handedIn(files))) as CompiledSubmission;
  expect(code).toContain('leavePrograms(');
  expect(code).not.toMatch(/^\s*throw/m);
});

test('what the compiler lets pass and the engine does not is told with its place', async () => {
  const folder = handedIn({
    'src/raft.ts': 'export default class {\n  wrong() { return /(/; }\n}\n',
  });
  expect(await compiled(folder)).toBe(
    'src/raft.ts:2:20: Invalid regular expression: /(/: Unterminated group',
  );
});

test('words in texts and comments are no imports', async () => {
  const text = [
    '// we require (at least) a majority, and import (later) what is missing',
    "export default class { log = 'import { x }'; need = 'majority required'; }",
  ];
  const files = { 'src/raft.ts': `${text.join('\n')}\n` };
  expect(await compiled(handedIn(files))).toMatchObject({ code: expect.stringContaining('need') });
});

test('who calls a function or a method of his own require imports nothing', async () => {
  const text = `
    function require(holds: boolean): void { if (!holds) throw new Error('it must hold'); }
    export default class {
      require(holds: boolean, why: string): void { if (!holds) throw new Error(why); }
      check(n: number): void { require(n > 0); this.require(n > 1, 'n is ' + n); this.require('n' in {}, ''); }
    }`;
  const files = { 'src/raft.ts': text };
  expect(await compiled(handedIn(files))).toMatchObject({ code: expect.stringContaining('check') });
});

test('a byte order mark and line ends of Windows do no harm', async () => {
  const files = { 'src/raft.ts': '\uFEFFexport default class {\r\n  x = 1;\r\n}\r\n' };
  expect(await compiled(handedIn(files))).toMatchObject({ code: expect.stringContaining('x = 1') });
});
