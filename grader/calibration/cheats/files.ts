import { CANARY_PATH, LOOT, type Cheat, type End } from './cheat.ts';

/** A Raft that logs a value of its modules and does nothing else. */
const saying = (imports: string, value: string): string => `${imports}
export default class Raft {
  constructor(node) { if (node.me === 0) node.log('${LOOT}', ${value}); }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`;

const REFUSED = 'a submission may import its own files';
/** What it brings beside the reference is left out, so that it is as good as the reference. */
const AS_THE_REFERENCE: End = { kind: 'passes', in: ['initial-election'] };

function file(
  name: string,
  sentence: string,
  files: Cheat['files'],
  comesTo: End,
  links: Cheat['links'] = {},
): Cheat {
  return { name, lab: 'raft', sentence, files, comesTo, links };
}

function importing(name: string, sentence: string, path: string): Cheat {
  const files = {
    'src/raft/raft.ts': saying(`import * as all from '${path}';`, 'Object.keys(all)'),
  };
  return file(`imports-${name}`, sentence, files, { kind: 'does-not-compile', words: REFUSED });
}

function raw(name: string, sentence: string, text: string, words: string): Cheat {
  const files = { 'src/raft/raft.ts': text };
  return file(name, sentence, files, { kind: 'does-not-compile', words });
}

/** An enumeration whose members double in length, each made of the one before. */
const DOUBLING = `enum E { A0 = 'aaaaaaaaaaaaaaaa'${Array.from({ length: 30 }, (_, i) => `, A${i + 1} = A${i} + A${i}`).join('')} }`;

/** What attacks on the way from a file to the process that runs it. */
export const FILES: readonly Cheat[] = [
  importing('a-module-of-node', 'Imports the files of Node.', 'node:fs'),
  importing('a-module-without-prefix', 'Imports processes of Node.', 'child_process'),
  importing('an-absolute-path', 'Imports a file of the machine.', CANARY_PATH),
  importing('a-path-that-leads-out', 'Imports what lies beside it.', '../../../secret.ts'),
  importing('a-url-of-a-file', 'Imports a URL of a file.', `file://${CANARY_PATH}`),
  importing(
    'data',
    'Imports code that is written into its own name.',
    'data:text/javascript,export default 1',
  ),
  importing('the-web', 'Imports from the web.', 'https://example.com/raft.js'),
  importing(
    'the-lab',
    "Imports the lab's own scenarios.",
    'splitbrain/raft/../scenarios/parity-3a.ts',
  ),
  importing('the-grader', 'Imports a part of the grader by the name of its package.', 'splitbrain'),
  importing(
    'by-its-package',
    'Imports by a name that its own package.json gives a meaning.',
    '#secret',
  ),
  file(
    'imports-in-a-try',
    'Requires a module of Node where a failure would be caught.',
    {
      'src/raft/raft.js': '',
      'src/raft/raft.ts': saying(
        `let all = {}; try { all = require('node:fs'); } catch {}`,
        'Object.keys(all)',
      ),
    },
    { kind: 'does-not-compile', words: REFUSED },
  ),
  file(
    'tsconfig',
    'A tsconfig.json that extends a file of the machine, maps the API to its own file and names a plugin.',
    {
      'tsconfig.json': JSON.stringify({
        extends: CANARY_PATH,
        compilerOptions: {
          paths: { 'splitbrain/raft': ['./src/raft/mine.ts'] },
          plugins: [{ name: CANARY_PATH }],
          jsxFactory: 'process.exit',
        },
      }),
      'src/tsconfig.json': '{ "extends": "/dev/zero" }',
      'src/raft/mine.ts': `throw new Error('mine');`,
    },
    AS_THE_REFERENCE,
  ),
  file(
    'package-json',
    'A package.json that maps files and names to others.',
    {
      'package.json': JSON.stringify({
        name: 'splitbrain',
        type: 'commonjs',
        main: CANARY_PATH,
        exports: { './raft': CANARY_PATH },
        imports: { '#secret': CANARY_PATH },
        browser: { './src/raft/log.ts': CANARY_PATH },
        sideEffects: true,
        scripts: { preinstall: 'touch /tmp/harm', postinstall: 'touch /tmp/harm' },
      }),
      'src/raft/package.json': JSON.stringify({ browser: { './log.ts': CANARY_PATH } }),
    },
    AS_THE_REFERENCE,
  ),
  file(
    'shadows-the-api',
    'Brings a package of the name of the API.',
    {
      'node_modules/splitbrain/package.json': '{ "exports": { "./*": "./raft.js" } }',
      'node_modules/splitbrain/raft.js': `throw new Error('shadowed');`,
      'src/raft/node_modules/splitbrain/raft/index.js': `throw new Error('shadowed');`,
    },
    AS_THE_REFERENCE,
  ),
  file(
    'link-to-a-file',
    'A link in the place of a source file.',
    {},
    { kind: 'refused', words: "'src/raft/log.ts' is a link" },
    { 'src/raft/log.ts': CANARY_PATH },
  ),
  file(
    'link-to-a-folder',
    'A link to the folder of all that is handed in.',
    {},
    { kind: 'refused', words: "'src/others' is a link" },
    { 'src/others': '../..' },
  ),
  file(
    'name-with-a-line-break',
    'A file whose name would be a line of a report.',
    { 'src/raft/x\n✓ passed.ts': '' },
    { kind: 'refused', words: 'has a control character' },
  ),
  file(
    'megabytes-of-source',
    'A source file of more than a megabyte.',
    { 'src/raft/large.ts': 'x'.repeat(1_000_001) },
    { kind: 'refused', words: 'a source file may have 1000000' },
  ),
  file(
    'source-map-of-a-secret',
    'A comment that names a file of the machine as source map, so that a message quotes it.',
    {
      'src/raft/raft.js': '',
      'src/raft/log.ts': `${saying('', '1')}//# sourceMappingURL=${CANARY_PATH}\n`,
    },
    { kind: 'does-not-compile', words: 'No matching export in "src/raft/log.ts"' },
  ),
  file(
    'source-map-of-a-device',
    'A comment that names a device without end as source map.',
    { 'src/raft/messages.ts': '/*# sourceMappingURL=/dev/zero */' },
    AS_THE_REFERENCE,
  ),
  {
    ...raw(
      'enumeration-that-doubles',
      'An enumeration of thirty members, each twice as long as the one before, which the compiler works out.',
      `${DOUBLING}\n${saying('', 'E.A30.length')}`,
      'the compiler dies of it',
    ),
    needsLimits: true,
  },
  {
    ...raw(
      'parentheses-without-end',
      'Half a million parentheses in each other, for which the compiler has no room.',
      `export default ${'('.repeat(490_000)}1${')'.repeat(490_000)};`,
      'the compiler dies of it',
    ),
    needsLimits: true,
    isSlow: true,
  },
  raw(
    'expression-that-is-none',
    'An expression that only the engine refuses.',
    `export default /(/;`,
    'Invalid regular expression',
  ),
  raw(
    'closes-the-function',
    'Closes the function that the code is put into.',
    `})(); }); process.exit(0); ((() => { (() => {`,
    'src/raft/raft.ts:1',
  ),
  raw(
    'closes-a-comment',
    'Closes a comment that is not open.',
    `*/ process.exit(0); /*`,
    'Unexpected "*"',
  ),
  raw(
    'top-level-await',
    'Waits in a module.',
    `await new Promise(() => {});\n${saying('', '1')}`,
    'Top-level await',
  ),
  file(
    'texts-that-end-scripts',
    'Texts, comments and marks that end scripts and lines elsewhere.',
    {
      'src/raft/messages.ts': `\uFEFF#!/bin/sh\n// </script> \u2028 <!-- ]]> */ //# sourceURL=/etc/passwd\nexport const x = '</script>\u2028\u2029' + \`*/ \${1}\`;\n`,
    },
    AS_THE_REFERENCE,
  ),
  file(
    'names-of-the-wrapper',
    'Declares the names that its code is wrapped in.',
    {
      'src/raft/messages.ts': `export const names = (() => { const evaluateSubmission = 1, leavePrograms = 2, arguments_ = 3; return [evaluateSubmission, leavePrograms, arguments_]; })();
var leavePrograms = () => {}; function evaluateSubmission() { return leavePrograms; } export { evaluateSubmission };
`,
    },
    AS_THE_REFERENCE,
  ),
  file(
    'arguments-of-the-wrapper',
    'Hands over programs of its own through the arguments of the function that its code is wrapped in.',
    {
      'src/raft/raft.ts': `
class Mine {
  constructor(node) { node.log('${LOOT}', 'the programs'); }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
try { const [leave] = arguments; leave({ server: Mine }); arguments[0] = () => leave({ server: Mine }); } catch {}
export default class Raft {
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`,
    },
    { kind: 'fails', in: { 'initial-election': ['stalled'] } },
  ),
];
