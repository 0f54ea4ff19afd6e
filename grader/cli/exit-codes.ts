/** Exit codes of every command: all passed, something failed, could not run. */
export const EXIT = { passed: 0, failed: 1, couldNotRun: 2 } as const;
