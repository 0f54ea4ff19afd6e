/** Whether to end early; whoever runs a batch looks at it between two runs. */
export interface Stop {
  stopped: boolean;
}

/** The first Ctrl-C ends a batch, so that what is finished can be printed; a second one ends the process. */
export function stopOnInterrupt(): Stop {
  const stop = { stopped: false };
  process.once('SIGINT', () => {
    stop.stopped = true;
  });
  return stop;
}
