import { endOf, type Fault } from '../vocabulary/fault.ts';
import type { Input } from '../vocabulary/recording.ts';

/**
 * The inputs with number `index`, an end that came on its own, made part of what it ends: a restart of
 * its crash. Null when it ends nothing.
 */
export function foldEnd(inputs: readonly Input[], index: number, servers: number): Input[] | null {
  const end = inputs[index];
  if (end?.kind !== 'fault') return null;
  const text = JSON.stringify(wholeAgain(end.fault, servers));
  const start = inputs.findLastIndex((each, i) => i < index && endingOf(each) === text);
  const begun = inputs[start];
  if (begun === undefined) return null;
  const whole = withEnd(begun, (end.at.atUs - begun.at.atUs) / 1_000);
  return inputs.flatMap((each, i) => (i === index ? [] : [i === start ? whole : each]));
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
