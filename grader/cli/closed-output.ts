import { EXIT } from './exit-codes.ts';

let isNeeded = true;

/** For a command whose files matter more than what it prints: it goes on where nobody reads that any more. */
export function goOnWithoutReader(): void {
  isNeeded = false;
}

/** Whoever reads the output may stop reading, as `head` does; then most commands have nothing left to say. */
export function onClosedOutput(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  if (isNeeded) process.exit(EXIT.couldNotRun);
}
