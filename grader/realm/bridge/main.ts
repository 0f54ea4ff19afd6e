import { boot, evaluate, result, shared } from './given.ts';
import { globals } from './globals.ts';
import { begin, effectCount, isAlive, outbox, revive } from './outbox.ts';
import { lastCallStack, noteCalls, receiveReply } from './peers.ts';
import { askProbe } from './probe.ts';
import { handleRequest, invoke, start } from './program.ts';
import { fireTimer } from './timers.ts';
import { fail } from './words.ts';

/*
 * Runs at the start of an incarnation, before the student's code: see `protocol.ts` for what passes between
 * the two sides. All modules are the body of one function, so what they hold is that of one incarnation.
 */

result.outbox = outbox;

result.step = (kind, clockUs, dateAheadUs, number, method, text) => {
  shared.enter(globals, clockUs, dateAheadUs);
  if (!begin()) return;
  try {
    switch (kind) {
      case 'boot':
        return start(exportedProgram());
      case 'timer':
        return fireTimer(number);
      case 'request':
        return handleRequest(number, method, text);
      case 'reply':
        return receiveReply(number, text);
      case 'invoke':
        return invoke(number, method, text);
    }
  } catch (error) {
    fail(error);
  }
};

result.finish = () => {
  try {
    if (isAlive()) askProbe();
  } catch (error) {
    fail(error);
  }
  return effectCount();
};

result.noteCalls = noteCalls;
result.lastCallStack = lastCallStack;

result.fail = (reason) => {
  revive();
  begin();
  fail(reason);
  return effectCount();
};

/** Evaluates the submission anew; what it exports under the name of the process's program. */
function exportedProgram(): unknown {
  let programs: Readonly<Record<string, unknown>> = {};
  evaluate((exported) => {
    programs = exported;
  });
  return programs[boot.program];
}
