import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { BEGUN, type Compiled, type ToCompile } from './compile-apart.ts';
import { compileSubmission } from '../compile/compile.ts';
import { mapStack, SCRIPT_NAME, type MappedScript } from '../compile/stack.ts';
import { SubmissionError } from '../compile/submission-error.ts';

/*
 * Compiles what its standard input names, and says on its standard output what came of it. Whatever a source file
 * does to the compiler it does to this process.
 */

const { folder, lab, withReference } = JSON.parse(readFileSync(0, 'utf8')) as ToCompile;
const copy = mkdtempSync(join(tmpdir(), 'splitbrain-compile-'));
process.stdout.write(BEGUN);
const compiled = await compileCopy();
rmSync(copy, { recursive: true, force: true });
process.stdout.write(JSON.stringify(compiled), () => process.exit(0));

async function compileCopy(): Promise<Compiled> {
  try {
    cpSync(folder, copy, { recursive: true });
    forgetSourceMaps();
    const { code, map, digest } = await compileSubmission(copy, lab, withReference);
    checkSyntax(code, { map, folder: copy });
    return { kind: 'compiled', code, map, digest };
  } catch (error) {
    if (!(error instanceof SubmissionError)) throw error;
    return { kind: 'refused', message: error.message.replaceAll(copy, folder) };
  }
}

/**
 * The compiler would follow what a comment names as the source map of a file: to any place on the machine, and with
 * whatever that map says of where the code came from. As many letters stay, so that all columns do.
 */
function forgetSourceMaps(): void {
  for (const name of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(?:[cm]?[jt]sx?|json)$/.test(name)) continue;
    const path = join(copy, name);
    const text = readFileSync(path, 'latin1');
    const plain = text.replaceAll(/([#@]\s*sourceMappingU)RL(?==)/g, '$1rl');
    if (plain !== text) writeFileSync(path, plain, 'latin1');
  }
}

/** The compiler lets some things pass that the engine does not, such as expressions that are none. */
function checkSyntax(code: string, script: MappedScript): void {
  try {
    // It is only parsed.
    void new vm.Script(`(function () {\n${code}\n})`, { filename: SCRIPT_NAME, lineOffset: -1 });
  } catch (error) {
    const { message, stack = '' } = error as Error;
    const line = /^submission\.js:(\d+)/.exec(stack)?.[1] ?? '1';
    const [place] = mapStack(`    at ${SCRIPT_NAME}:${line}:1`, script).split(':1\n');
    throw new SubmissionError(`${place === '' ? '' : `${place}: `}${message}`);
  }
}
