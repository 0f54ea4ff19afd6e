import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CHILD_ENVIRONMENT, type Command } from '../realm/child/child.ts';
import { confinement, readRuntime } from '../realm/child/confinement.ts';
import { bundleBridge } from '../compile/bridge.ts';
import type { CompiledLab, CompiledSubmission } from '../compile/compile.ts';
import { SubmissionError } from '../compile/submission-error.ts';

/** What the process that compiles is told. */
export interface ToCompile {
  readonly folder: string;
  readonly lab: CompiledLab;
  readonly withReference: readonly string[];
}

/** What it says at the end. */
export type Compiled =
  | {
      readonly kind: 'compiled';
      readonly code: string;
      readonly map: string;
      readonly digest: string;
    }
  | { readonly kind: 'refused'; readonly message: string };

/** What it says before it looks at any file: whatever happens from then on is the submission's doing. */
export const BEGUN = 'begun\n';

/** The largest correct solution needs less than a second and 200 MB, most of it for the compiler's start. */
const CPU_S_MAX = 20;
const MEMORY_BYTES_MAX = 2 * 1024 ** 3;
/** On a machine that does much else. */
const WALL_MS_MAX = 120_000;
/** Code, with its source map: what a child can be sent is less. */
const OUTPUT_BYTES_MAX = 32 * 1024 * 1024;

const PROJECT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));

/**
 * Compiles a submission in a process of its own, which sees no file but the submission's and this project's: a
 * source file that has the compiler read other files, crashes it, or takes all of the machine's memory harms nobody.
 * Throws `SubmissionError` as `compileSubmission` does, and when it takes more than any honest submission.
 */
export async function compileApart(
  folder: string,
  lab: CompiledLab,
  withReference: readonly string[] = [],
): Promise<CompiledSubmission> {
  const bridge = bundleBridge();
  const { id, modules } = lab;
  // Of a program of the project's own nothing is compiled.
  const programs = Object.fromEntries(
    Object.entries(lab.programs).filter(([, program]) => 'source' in program),
  );
  const said = await ask({ folder, lab: { id, modules, programs }, withReference });
  if (!said.startsWith(BEGUN)) throw new Error('the process that compiles did not start');
  const compiled = parsed(said.slice(BEGUN.length));
  if (compiled === null) {
    throw new SubmissionError(
      `it could not be compiled with ${CPU_S_MAX} s of processor time and ${MEMORY_BYTES_MAX / 1024 ** 3} GB of memory`,
    );
  }
  if (compiled.kind === 'refused') throw new SubmissionError(compiled.message);
  const { code, map, digest } = compiled;
  return { code, map, bridge: await bridge, folder, digest, withReference };
}

/** What the process says until it ends, or is ended. */
function ask(toCompile: ToCompile): Promise<string> {
  const [program, ...args] = command(toCompile.folder);
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    cwd: '/',
    env: CHILD_ENVIRONMENT,
    detached: true,
  });
  const end = (): void => {
    try {
      // With all that it has started.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended already.
    }
  };
  return new Promise((resolve, reject) => {
    const timer = setTimeout(end, WALL_MS_MAX);
    let said = '';
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      said += text;
      if (said.length > OUTPUT_BYTES_MAX) end();
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(timer);
      end();
      resolve(said);
    });
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(toCompile));
  });
}

/** Namespaces of its own, without a network, and a place for temporary files. */
const BOX =
  'bwrap --unshare-all --die-with-parent --new-session --clearenv --cap-drop ALL ' +
  '--proc /proc --dev /dev --tmpfs /tmp --chdir /';

function command(folder: string): Command {
  const { layers } = confinement();
  const { node, libraries } = readRuntime();
  const box = [node, ...libraries, PROJECT, folder].flatMap((path) => ['--ro-bind', path, path]);
  const limits = [`--data=${MEMORY_BYTES_MAX}`, `--cpu=${CPU_S_MAX}`, '--core=0'];
  const words = [
    ...(layers.has('limits') ? ['prlimit', ...limits] : []),
    ...(layers.has('bubblewrap') ? [...BOX.split(' '), ...box] : []),
  ];
  const [first, ...rest] = words;
  return first === undefined ? [node, MAIN] : [first, ...rest, node, MAIN];
}

/** Null for what is no answer: it was cut off in the middle. */
function parsed(text: string): Compiled | null {
  try {
    return JSON.parse(text) as Compiled;
  } catch {
    return null;
  }
}
