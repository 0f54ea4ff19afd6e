import { findLab } from '../labs/find-labs.ts';
import { compileSubmission } from './compile.ts';
import type { FromCompiler, ToCompiler } from './compiler.ts';
import { SubmissionError } from './submission-error.ts';

async function compile({ folder, lab, withReference }: ToCompiler): Promise<FromCompiler> {
  try {
    return { compiled: await compileSubmission(folder, await findLab(lab), withReference) };
  } catch (error) {
    // Whatever else goes wrong ends this process, as when the compiler itself has died.
    if (error instanceof SubmissionError) return { refused: error.message };
    throw error;
  }
}

process.on('message', (message: ToCompiler) => {
  compile(message).then(
    (answer) => process.send?.(answer),
    () => process.exit(1),
  );
});
// These reach the whole group of processes; the one that started this decides when it ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: true } satisfies FromCompiler);
