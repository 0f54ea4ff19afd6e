import { clerk, rsm, server, type Mutant } from './mutant.ts';

export const BENIGN: readonly Mutant[] = [
  {
    name: 'skipped-waiters-left-to-the-watch',
    wrong: false,
    sentence:
      'Who waits at an index that a snapshot skips may be answered when the term is seen to be over.',
    killedBy: [],
    edits: {
      reference: [
        rsm(
          '      if (index <= snapshotIndex) this.answer(index, WRONG_LEADER);',
          '      if (index < 0) this.answer(snapshotIndex, WRONG_LEADER);',
        ),
      ],
    },
  },
  {
    name: 'slow-watch',
    wrong: false,
    sentence: 'Looking for a lost leadership every 300 ms is soon enough.',
    killedBy: [],
    edits: {
      reference: [rsm('const LEADERSHIP_CHECK_MS = 50;', 'const LEADERSHIP_CHECK_MS = 300;')],
    },
  },
  {
    name: 'snapshots-inside-apply',
    wrong: false,
    sentence: 'Calling Raft back while it applies is against the rules, but this Raft bears it.',
    killedBy: [],
    edits: {
      reference: [
        rsm('(msg) => queueMicrotask(() => this.onApply(msg))', '(msg) => this.onApply(msg)'),
      ],
    },
  },
  {
    name: 'reads-when-committed',
    wrong: false,
    sentence: 'A get that went through the log may read any state after it: it is still under way.',
    killedBy: [],
    edits: {
      polling: [
        server(
          "return done.err === 'OK' ? (done.value as unknown as GetReply) : done;",
          "return done.err === 'OK' ? (this.doOp(['get', key]) as unknown as GetReply) : done;",
        ),
      ],
    },
  },
  {
    name: 'snapshots-early',
    wrong: false,
    sentence: 'A snapshot may be taken before the limit is reached.',
    killedBy: [],
    edits: {
      reference: [
        rsm(
          'node.persister.stateBytes < maxStateBytes)',
          'node.persister.stateBytes < maxStateBytes / 2)',
        ),
      ],
    },
  },
  {
    name: 'patient-clerk',
    wrong: false,
    sentence: 'A clerk may rest for 100 ms when no server leads.',
    killedBy: [],
    edits: { reference: [clerk('const ROUND_PAUSE_MS = 20;', 'const ROUND_PAUSE_MS = 100;')] },
  },
  {
    name: 'maybe-after-a-refusal',
    wrong: false,
    sentence: 'After any other answer a clerk cannot know more than ErrMaybe.',
    killedBy: [],
    edits: {
      reference: [
        clerk(
          "      if (reply.err === 'ErrVersion' && sends > 1) return { err: 'ErrMaybe' };",
          "      if (reply.err !== 'OK' && sends > 1) return { err: 'ErrMaybe' };",
        ),
      ],
    },
  },
];
