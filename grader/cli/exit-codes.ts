/**
 * Exit codes of every command: all passed, something failed, could not run. `check` alone may end
 * undecided: neither of the first two.
 */
export const EXIT = { passed: 0, failed: 1, couldNotRun: 2, undecided: 3 } as const;
