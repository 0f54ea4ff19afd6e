import fc from 'fast-check';
import { CUT_MS, onAnyLink, windowOf, type Family } from '../family.ts';
import type { FaultKind } from '../fault-kind.ts';

/** Messages from one process to another take longer; 0 ms makes the link as quick as it was. */
export interface SlowLink {
  readonly kind: 'slow-link';
  readonly from: number;
  readonly to: number;
  readonly extraMs: number;
}

/** A slow link has no end of its own: the next window of its family may make it quick again. */
const slowOrQuick: Family<SlowLink> = {
  windows: (frame) =>
    windowOf(CUT_MS, () =>
      fc
        .tuple(
          onAnyLink(frame, (link) => link),
          fc.constantFrom(0, 20, 60, 150),
        )
        .map(([links, extraMs]) => links.map((link) => ({ kind: 'slow-link', ...link, extraMs }))),
    ),
};

export const slowLink: FaultKind<SlowLink> = {
  strike: ({ network }, { from, to, extraMs }) => network.setExtraDelay(from, to, extraMs * 1_000),
  heal: ({ network, processes }) => {
    for (let from = 0; from < processes.count; from++) {
      for (let to = 0; to < processes.count; to++) network.setExtraDelay(from, to, 0);
    }
  },
  families: [slowOrQuick],
  sets: ({ from, to, extraMs }) => {
    return { name: `delay ${from} ${to}`, value: String(extraMs), usual: '0' };
  },
  inSchedule: ({ from, to, extraMs }, { name }) =>
    `messages from ${name(from)} to ${name(to)} take ${extraMs} ms longer`,
  inStory: ({ from, to, extraMs }, { brief }) => {
    const now = extraMs === 0 ? 'quick again' : `${extraMs} ms slower`;
    return { words: `link ${brief(from)} -> ${brief(to)} ${now}` };
  },
};
