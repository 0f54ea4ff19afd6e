import type { Member } from '../vocabulary/role.ts';
import { endOf, kindOf } from './fault.ts';
import { faultOf, type Input } from './recording.ts';

/** The value of a setting that may be any. */
const UNKNOWN = 'unknown';

/**
 * The inputs that change something, as far as faults alone tell, in a world of these processes. A script
 * that tidies up after itself heals many links that are whole and starts many servers that run.
 */
export function withoutIdle(inputs: readonly Input[], members: readonly Member[]): Input[] {
  const settings = new Map<string, string>();
  return inputs.filter((input) => {
    const fault = faultOf(input);
    if (fault === null) return true;
    const { sets, unsettles } = kindOf(fault);
    const setting = sets(fault, members);
    if (setting === null) return true;
    const { name, value, usual } = setting;
    const before = settings.get(name) ?? usual;
    // A fault that ends by itself, or that waits for an effect, leaves open what holds later.
    const isCertain = input.kind === 'fault' && endOf(fault) === null;
    settings.set(name, isCertain ? value : UNKNOWN);
    if (unsettles !== undefined) settings.set(unsettles(fault), UNKNOWN);
    return input.kind !== 'fault' || before !== value;
  });
}
