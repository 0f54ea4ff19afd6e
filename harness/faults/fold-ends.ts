import { endOf, type Fault } from './fault.ts';
import type { Input } from './recording.ts';

/** Inputs in which a fault carries its end, where that came as a fault of its own: a crash its restart. */
export function foldEnds(inputs: readonly Input[], servers: number): Input[] {
  const folded: Input[] = [];
  for (const input of inputs) {
    const end = input.kind === 'fault' ? JSON.stringify(wholeAgain(input.fault, servers)) : '';
    const start = folded.findLastIndex((each) => endingOf(each) === end);
    const begun = folded[start];
    if (begun === undefined) folded.push(input);
    else folded[start] = withEnd(begun, (input.at.atUs - begun.at.atUs) / 1_000);
  }
  return folded;
}

/** The input with an end after so many milliseconds; as it is when its kind has none. */
export function withEnd(input: Input, afterMs: number): Input {
  if (input.kind === 'crash-after-effect') return { ...input, restartAfterMs: afterMs };
  return input.kind === 'fault' ? { ...input, fault: faultWithEnd(input.fault, afterMs) } : input;
}

/** The input as it is when nothing ends it. */
export function withoutEnd(input: Input): Input {
  if (input.kind === 'crash-after-effect') {
    const { restartAfterMs: _, ...endless } = input;
    return endless;
  }
  if (input.kind !== 'fault') return input;
  const { fault } = input;
  if (fault.kind === 'crash') return { ...input, fault: { kind: 'crash', server: fault.server } };
  if (!('forMs' in fault)) return input;
  const { forMs: _, ...endless } = fault;
  return { ...input, fault: endless };
}

function faultWithEnd(fault: Fault, afterMs: number): Fault {
  switch (fault.kind) {
    case 'crash':
      return { ...fault, restartAfterMs: afterMs };
    case 'disconnect':
    case 'partition':
    case 'block-link':
    case 'pause':
      return { ...fault, forMs: afterMs };
    default:
      return fault;
  }
}

/** What would end this input; null when it has an end already, or none. */
function endingOf(input: Input): string | null {
  if (input.kind === 'crash-after-effect') {
    const { server, restartAfterMs } = input;
    return restartAfterMs === undefined ? JSON.stringify({ kind: 'restart', server }) : null;
  }
  if (input.kind !== 'fault' || endOf(input.fault) !== null) return null;
  const end = endOf(faultWithEnd(input.fault, 0));
  return end === null ? null : JSON.stringify(end.fault);
}

/** A partition that leaves all servers together is the end of one. */
function wholeAgain(fault: Fault, servers: number): Fault {
  const isWhole =
    fault.kind === 'partition' && fault.groups.some((group) => new Set(group).size === servers);
  return isWhole ? { kind: 'heal-partition' } : fault;
}
