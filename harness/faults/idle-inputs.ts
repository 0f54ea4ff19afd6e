import { endOf, type Fault } from '../vocabulary/fault.ts';
import type { Input } from '../vocabulary/recording.ts';

/** What a fault sets, and to what: `drift of 2` to `0`. */
interface Setting {
  readonly name: string;
  readonly value: string;
}

const AT_FIRST: Readonly<Record<string, string>> = {
  connected: 'true',
  running: 'true',
  paused: 'false',
  blocked: 'false',
  partition: 'none',
  drift: '0',
  delay: '0',
};

/**
 * The inputs that change something, as far as faults alone tell. A script that tidies up after itself
 * heals many links that are whole and starts many servers that run.
 */
export function withoutIdle(inputs: readonly Input[], servers: number): Input[] {
  const settings = new Map<string, string>();
  return inputs.filter((input) => {
    if (input.kind === 'crash-after-effect') settings.set(`running ${input.server}`, 'unknown');
    if (input.kind !== 'fault') return true;
    const { fault } = input;
    // Its strikes are inputs of their own.
    if (fault.kind === 'crash-between-effects') return false;
    const { name, value } = settingOf(fault, servers);
    const [kind = ''] = name.split(' ');
    const before = settings.get(name) ?? AT_FIRST[kind];
    // A fault that ends by itself leaves open what holds later.
    settings.set(name, endOf(fault) === null ? value : 'unknown');
    // A crash stops a pause as well, and its restart leaves none.
    if (fault.kind === 'crash') settings.set(`paused ${fault.server}`, 'unknown');
    return before !== value;
  });
}

function settingOf(
  fault: Exclude<Fault, { kind: 'crash-between-effects' }>,
  servers: number,
): Setting {
  switch (fault.kind) {
    case 'crash':
      return { name: `running ${fault.server}`, value: 'false' };
    case 'restart':
      return { name: `running ${fault.server}`, value: 'true' };
    case 'lose-disk':
      return { name: `disk ${fault.server}`, value: 'lost' };
    case 'disconnect':
      return { name: `connected ${fault.server}`, value: 'false' };
    case 'connect':
      return { name: `connected ${fault.server}`, value: 'true' };
    case 'partition': {
      const isWhole = fault.groups.some((group) => new Set(group).size === servers);
      return { name: 'partition', value: isWhole ? 'none' : JSON.stringify(fault.groups) };
    }
    case 'heal-partition':
      return { name: 'partition', value: 'none' };
    case 'block-link':
      return { name: `blocked ${fault.from} ${fault.to}`, value: 'true' };
    case 'unblock-link':
      return { name: `blocked ${fault.from} ${fault.to}`, value: 'false' };
    case 'slow-link':
      return { name: `delay ${fault.from} ${fault.to}`, value: String(fault.extraMs) };
    case 'network':
      return { name: 'network', value: fault.preset };
    case 'pause':
      return { name: `paused ${fault.server}`, value: 'true' };
    case 'resume':
      return { name: `paused ${fault.server}`, value: 'false' };
    case 'drift':
      return { name: `drift ${fault.server}`, value: String(fault.partsPerMillion) };
  }
}
