import fc from 'fast-check';
import { CUT_MS, windowOf, type Family } from '../family.ts';
import { endsAfterForMs, type FaultKind, type Setting } from '../fault-kind.ts';
import { tellFor } from '../words.ts';

type Groups = readonly (readonly number[])[];

/** The network splits: processes reach those of their own group. One that is in no group is alone. */
export interface Partition {
  readonly kind: 'partition';
  readonly groups: Groups;
  readonly forMs?: number;
}

export interface HealPartition {
  readonly kind: 'heal-partition';
}

/** Each process is on one side or the other. */
const twoSides: Family<Partition> = {
  windows: ({ processes }) => {
    const sides = fc.array(fc.boolean(), { minLength: processes, maxLength: processes });
    return windowOf(CUT_MS, (forMs) =>
      sides.map((side) => [{ kind: 'partition', groups: twoGroups(side), forMs }]),
    );
  },
};

function twoGroups(side: readonly boolean[]): [number[], number[]] {
  const groups: [number[], number[]] = [[], []];
  side.forEach((left, process) => groups[left ? 0 : 1].push(process));
  return groups;
}

const WHOLE: Setting = { name: 'partition', value: 'none', usual: 'none' };

export const partition: FaultKind<Partition, HealPartition> = {
  strike: ({ network }, { groups }) => network.partition(groups),
  ending: endsAfterForMs(() => ({ kind: 'heal-partition' })),
  heal: ({ network }) => network.unite(),
  families: [twoSides],
  sets: ({ groups }, processes) => {
    const sides = sidesOf(groups, processes);
    return sides.length < 2 ? WHOLE : { ...WHOLE, value: JSON.stringify(sides) };
  },
  inSchedule: ({ groups, forMs }, { brief }) => {
    const sides = groups.map((group) => group.map(brief).join(' ')).join(' | ');
    return `the network splits into ${sides}${tellFor(forMs)}`;
  },
  inStory: ({ groups }, { brief, processes }) => {
    const sides = sidesOf(groups, processes);
    if (sides.length < 2) return { words: 'partition healed' };
    return { words: `partition: ${sides.map((side) => side.map(brief).join(' ')).join(' | ')}` };
  },
  beside: ({ groups }, name) => {
    const sides = groups.filter(({ length }) => length > 0);
    return `partition ${sides.map((side) => `{${side.map(name).join(',')}}`).join(' | ')}`;
  },
};

export const healPartition: FaultKind<HealPartition> = {
  strike: ({ network }) => network.unite(),
  sets: () => WHOLE,
  inSchedule: () => 'the network is whole again',
  inStory: () => ({ words: 'partition healed' }),
};

/** The sides of a partition, each process that is in no group being one of its own. */
function sidesOf(groups: Groups, processes: number): Groups {
  const all = Array.from({ length: processes }, (_, process) => process);
  const alone = all.filter((each) => !groups.some((group) => group.includes(each)));
  return [...groups.filter(({ length }) => length > 0), ...alone.map((each) => [each])];
}
