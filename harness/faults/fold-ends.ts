import type { Member } from '../vocabulary/role.ts';
import { endOf, fit, kindOf, type Fault } from './fault.ts';
import { faultOf, type Input } from './recording.ts';

/**
 * The inputs with number `index`, an end that came on its own, made part of what it ends: a restart of
 * its crash. Null when it ends nothing. The world has these processes.
 */
export function foldEnd(
  inputs: readonly Input[],
  index: number,
  members: readonly Member[],
): Input[] | null {
  const end = inputs[index];
  if (end?.kind !== 'fault') return null;
  const state = stateAfter(end.fault, members);
  if (state === null) return null;
  const start = inputs.findLastIndex(
    (each, i) => i < index && stateAfterEnd(each, members) === state,
  );
  const begun = inputs[start];
  if (begun === undefined) return null;
  const whole = withEnd(begun, (end.at.atUs - begun.at.atUs) / 1_000);
  const fault = faultOf(whole);
  if (fault === null || endOf(fit(fault, members)) === null) return null;
  return inputs.flatMap((each, i) => (i === index ? [] : [i === start ? whole : each]));
}

/** The input with an end after so many milliseconds, or with none; as it is when its kind has no end. */
export function withEnd(input: Input, afterMs: number | undefined): Input {
  if (input.kind === 'crash-after-effect') {
    const { restartAfterMs: _, ...endless } = input;
    return afterMs === undefined ? endless : { ...endless, restartAfterMs: afterMs };
  }
  if (input.kind !== 'fault') return input;
  const { ending } = kindOf(input.fault);
  return ending === undefined ? input : { ...input, fault: ending.change(input.fault, afterMs) };
}

/** What a fault sets, and to what, in one text; null for one that sets nothing. */
function stateAfter(fault: Fault, members: readonly Member[]): string | null {
  const setting = kindOf(fault).sets(fault, members);
  return setting === null ? null : `${setting.name}: ${setting.value}`;
}

/** The same for what would end this input; null when it has an end already, or none. */
function stateAfterEnd(input: Input, members: readonly Member[]): string | null {
  const fault = faultOf(input);
  if (fault === null) return null;
  const { ending } = kindOf(fault);
  if (ending === undefined || ending.afterMs(fault) !== undefined) return null;
  return stateAfter(ending.by(fault), members);
}
