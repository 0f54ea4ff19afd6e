import { CUT_MS, onAnyLink, windowOf, type Family } from '../family.ts';
import { endsAfterForMs, type FaultKind, type Setting, type StoryWords } from '../fault-kind.ts';
import { tellFor } from '../words.ts';

/** Nothing gets from one process to another; the way back may be open. */
export interface BlockLink {
  readonly kind: 'block-link';
  readonly from: number;
  readonly to: number;
  readonly forMs?: number;
}

export interface UnblockLink {
  readonly kind: 'unblock-link';
  readonly from: number;
  readonly to: number;
}

const oneWay: Family<BlockLink> = {
  windows: (frame) =>
    windowOf(CUT_MS, (forMs) =>
      onAnyLink(frame, (link) => ({ kind: 'block-link', ...link, forMs })),
    ),
};

export const blockLink: FaultKind<BlockLink, UnblockLink> = {
  strike: ({ network }, { from, to }) => network.setBlocked(from, to, true),
  ending: endsAfterForMs(({ from, to }) => ({ kind: 'unblock-link', from, to })),
  heal: ({ network, processes }) => {
    for (let from = 0; from < processes.count; from++) {
      for (let to = 0; to < processes.count; to++) network.setBlocked(from, to, false);
    }
  },
  families: [oneWay],
  sets: (link) => blocked(link, 'true'),
  inSchedule: ({ from, to, forMs }, { name }) =>
    `nothing gets from ${name(from)} to ${name(to)}${tellFor(forMs)}`,
  inStory: (link, { brief }) => tellLink(link, 'blocked', brief),
  beside: ({ from, to }, name) => `cut ${name(from)} -> ${name(to)}`,
};

export const unblockLink: FaultKind<UnblockLink> = {
  strike: ({ network }, { from, to }) => network.setBlocked(from, to, false),
  sets: (link) => blocked(link, 'false'),
  inSchedule: ({ from, to }, { name }) => `messages get from ${name(from)} to ${name(to)} again`,
  inStory: (link, { brief }) => tellLink(link, 'open', brief),
};

function tellLink(
  { from, to }: { from: number; to: number },
  state: string,
  brief: (process: number) => string,
): StoryWords {
  const pair = [brief(from), brief(to)] as const;
  const links = { head: `links ${state}`, pairs: [pair] };
  return { words: `link ${pair.join(' -> ')} ${state}`, links };
}

function blocked({ from, to }: { from: number; to: number }, value: string): Setting {
  return { name: `blocked ${from} ${to}`, value, usual: 'false' };
}
