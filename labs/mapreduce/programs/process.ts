declare const setTimeout: (callback: () => void, delayMs: number) => number;

/** Runs what a process does; an error that ends it is the process's own, not an unhandled rejection. */
export function runProcess(main: () => Promise<void>): void {
  main().catch((error: unknown) => {
    setTimeout(() => {
      throw error;
    }, 0);
  });
}
