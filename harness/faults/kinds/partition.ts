import fc from 'fast-check';
import { DEVICE, isDevice, numbersOf, type Member } from '../../vocabulary/role.ts';
import { CUT_MS, windowOf, type Family, type Frame } from '../family.ts';
import { endsAfterForMs, type FaultKind, type Setting } from '../fault-kind.ts';
import { tellFor } from '../words.ts';
import type { BlockLink } from './blocked-link.ts';

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

/** Each process is on one side or the other, also those that no other fault may strike. */
const twoSides: Family<Partition | BlockLink> = {
  windows: (frame) => {
    const { processes, among, othersSides, doesSuffer } = frame;
    const others = [...processes.keys()].filter(
      (each) => !among.includes(each) && doesSuffer(each, 'cut'),
    );
    const drawn = othersSides === 'drawn' ? [...among, ...others] : among;
    const sides = fc.array(fc.boolean(), { minLength: drawn.length, maxLength: drawn.length });
    return windowOf(CUT_MS, (forMs) =>
      sides.map((left) => {
        const isLeft = (process: number): boolean =>
          left[drawn.indexOf(process)] ?? process % 2 === 0;
        return split(frame, isLeft, forMs);
      }),
    );
  },
};

/** A partition; where somebody is to reach both sides, the links between all others are cut one by one. */
function split(
  { processes, doesSuffer }: Frame,
  isLeft: (process: number) => boolean,
  forMs: number,
): (Partition | BlockLink)[] {
  const numbers = [...processes.keys()].filter((each) => !isDevice(processes[each] as Member));
  const cuttable = numbers.filter((each) => doesSuffer(each, 'cut'));
  if (cuttable.length === numbers.length) {
    const groups = [numbers.filter(isLeft), numbers.filter((each) => !isLeft(each))];
    return [{ kind: 'partition', groups, forMs }];
  }
  return cuttable.flatMap((from) =>
    cuttable
      .filter((to) => isLeft(from) !== isLeft(to))
      .map((to): BlockLink => ({ kind: 'block-link', from, to, forMs })),
  );
}

const WHOLE: Setting = { name: 'partition', value: 'none', usual: 'none' };

export const partition: FaultKind<Partition, HealPartition, Partition | BlockLink> = {
  strike: ({ network }, { groups }) => network.partition(groups),
  ending: endsAfterForMs(() => ({ kind: 'heal-partition' })),
  heal: ({ network }) => network.unite(),
  families: [twoSides],
  sets: ({ groups }, members) => {
    const sides = sidesOf(groups, members);
    return sides.length < 2 ? WHOLE : { ...WHOLE, value: JSON.stringify(sides) };
  },
  inSchedule: ({ groups, forMs }, { brief, members }) => {
    const sides = withoutDevices(groups, members)
      .map((group) => group.map(brief).join(' '))
      .join(' | ');
    return `the network splits into ${sides}${tellFor(forMs)}`;
  },
  inStory: ({ groups }, { brief, members }) => {
    const sides = sidesOf(groups, members);
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

/** The sides of a partition, each process that is in no group being one of its own. A device is on all sides. */
function sidesOf(groups: Groups, members: readonly Member[]): Groups {
  const all = withoutDevices([[...members.keys()]], members).flat();
  const alone = all.filter((each) => !groups.some((group) => group.includes(each)));
  const told = withoutDevices(groups, members).filter(({ length }) => length > 0);
  return [...told, ...alone.map((each) => [each])];
}

function withoutDevices(groups: Groups, members: readonly Member[]): Groups {
  const devices = numbersOf(members, DEVICE);
  return groups.map((group) => group.filter((each) => !devices.includes(each)));
}
