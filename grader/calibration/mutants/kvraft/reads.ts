import type { Edit } from '../../run/mutant.ts';
import { leaseOfOperations } from './lease-of-operations.ts';
import { raft, rsm, type Mutant } from './mutant.ts';

/** Reads that do not go through the log, and what makes them stale. */
const LEASE = 'const LEASE_MS = 100;';
/** Without leases each read needs a round of heartbeats. */
const NO_LEASE = raft(LEASE, 'const LEASE_MS = 0;');
const CONFIRM = 'while (this.quorumMs() < askedMs)';

export const READS: readonly Mutant[] = [
  {
    name: 'lease-without-a-margin',
    wrong: true,
    sentence: 'Reads for as long as voters wait, as if all clocks ran at the same pace.',
    killedBy: ['fast-clocks'],
    edits: {
      'leased-reads': [raft(LEASE, 'const LEASE_MS = 390;')],
      ...leaseOfOperations(390),
    },
  },
  {
    name: 'lease-with-a-small-margin',
    wrong: true,
    sentence:
      'Allows for clocks that differ by half, and not for one that runs three times as fast.',
    killedBy: ['fast-clocks'],
    edits: {
      'leased-reads': [raft(LEASE, 'const LEASE_MS = 260;')],
      ...leaseOfOperations(260),
    },
  },
  {
    name: 'voters-do-not-keep-the-lease',
    wrong: true,
    sentence: 'A server votes for another leader while the one that it hears still reads.',
    killedBy: ['one-link'],
    edits: {
      'leased-reads': [
        raft(
          "if (isPromised || this.role === 'leader') return",
          'if (isPromised && args.term < this.currentTerm) return',
        ),
      ],
    },
  },
  {
    name: 'lease-forgotten-at-a-restart',
    wrong: true,
    sentence:
      'A server that restarts votes at once, though it may have heard a leader right before.',
    killedBy: ['one-link'],
    edits: {
      'leased-reads': [
        raft('private heardMs = performance.now();', 'private heardMs = -Infinity;'),
      ],
    },
  },
  {
    name: 'lease-counted-from-the-answer',
    wrong: true,
    sentence: 'Counts a lease from when the answer came, and not from when the question was sent.',
    killedBy: ['late-answers'],
    edits: { 'leased-reads': answersCountWhenTheyCome() },
  },
  {
    name: 'lease-of-a-minority',
    wrong: true,
    sentence: 'One answer is enough for a lease, in a cluster of five too.',
    killedBy: ['fast-clocks', 'kv-one-partition'],
    edits: {
      'leased-reads': [
        raft('descending[this.majority - 1] ?? -Infinity', 'descending[1] ?? -Infinity'),
      ],
    },
  },
  {
    name: 'lease-looked-at-once-a-heartbeat',
    wrong: true,
    sentence: 'Looks whether it has a lease at every heartbeat, and reads until the next one.',
    killedBy: ['fast-clocks'],
    edits: {
      'leased-reads': [
        raft(
          '    return performance.now() - this.quorumMs() < LEASE_MS ? this.readIndex() : undefined;',
          '    return this.hasLease ? this.readIndex() : undefined;',
        ),
        raft(
          '      await sleep(HEARTBEAT_MS);\n',
          '      await sleep(HEARTBEAT_MS);\n      this.hasLease = performance.now() - this.quorumMs() < 1.2 * HEARTBEAT_MS;\n',
        ),
        raft('  private heardMs', '  private hasLease = false;\n  private heardMs'),
      ],
    },
  },
  {
    name: 'lease-before-the-first-commit',
    wrong: true,
    sentence:
      'A new leader reads as soon as a majority answers, though it has committed nothing of its term.',
    killedBy: ['new-leader'],
    edits: { 'leased-reads': [nothingOfTheTermIsNeeded()] },
  },
  {
    name: 'round-before-the-first-commit',
    wrong: true,
    sentence: 'The same where each read asks a majority: what is committed is not known yet.',
    killedBy: ['new-leader'],
    edits: { 'leased-reads': [NO_LEASE, nothingOfTheTermIsNeeded()] },
  },
  {
    name: 'reads-without-a-round',
    wrong: true,
    sentence:
      'Notes what is committed, and reads when it is applied, but asks nobody whether it leads.',
    killedBy: ['cut-off-server', 'fast-clocks'],
    edits: { 'leased-reads': [NO_LEASE, raft(CONFIRM, 'while (askedMs < 0)')] },
  },
  {
    name: 'round-confirmed-by-older-answers',
    wrong: true,
    sentence: 'Any answer that comes after the read counts, also one to a question from before.',
    killedBy: ['late-answers'],
    edits: { 'leased-reads': [NO_LEASE, ...answersCountWhenTheyCome()] },
  },
  {
    name: 'round-of-a-minority',
    wrong: true,
    sentence: 'One answer confirms a read, in a cluster of five too.',
    killedBy: ['fast-clocks', 'kv-one-partition'],
    edits: {
      'leased-reads': [
        NO_LEASE,
        raft('descending[this.majority - 1] ?? -Infinity', 'descending[1] ?? -Infinity'),
      ],
    },
  },
  {
    name: 'rounds-numbered-anew-in-each-term',
    wrong: true,
    sentence:
      'Numbers its rounds from 1 in each term, and takes an answer of an old term for one of this.',
    killedBy: ['late-answers'],
    edits: {
      'leased-reads': [
        NO_LEASE,
        raft('    const askedMs = performance.now();\n', '    const asked = ++this.round;\n'),
        raft(CONFIRM, 'while (!this.isAnswered(asked))'),
        raft(
          '  /** A new leader does not know',
          '  private round = 0;\n  private answered = new Map<Peer<RaftRpc>, number>();\n\n' +
            '  private isAnswered(round: number): boolean {\n' +
            '    const answers = [...this.answered.values()].filter((each) => each >= round);\n' +
            '    return answers.length + 1 >= this.majority;\n  }\n\n' +
            '  /** A new leader does not know',
        ),
        raft(
          "    this.role = 'leader';\n",
          "    this.role = 'leader';\n    this.round = 0;\n    this.answered = new Map();\n",
        ),
        raft(
          '    const sentMs = performance.now();\n    const reply = await follower.peer.appendEntries(args);\n    if (reply === undefined) return false;\n    this.observeTerm(reply.term);\n',
          '    const sentMs = performance.now();\n    const { round } = this;\n    const reply = await follower.peer.appendEntries(args);\n    if (reply === undefined) return false;\n    this.observeTerm(reply.term);\n    const { peer } = follower;\n    this.answered.set(peer, Math.max(round, this.answered.get(peer) ?? 0));\n',
        ),
      ],
    },
  },
  {
    name: 'joins-a-round-under-way',
    wrong: true,
    sentence:
      'A read joins the round of an earlier one, which may have been asked before a new leader.',
    killedBy: ['late-answers'],
    edits: {
      'leased-reads': [
        NO_LEASE,
        raft(
          '  async confirmedIndex(): Promise<number | undefined> {\n',
          '  private round: Promise<number | undefined> | undefined;\n\n' +
            '  async confirmedIndex(): Promise<number | undefined> {\n' +
            '    this.round ??= this.ownRound().finally(() => {\n      this.round = undefined;\n    });\n' +
            '    return this.round;\n  }\n\n' +
            '  private async ownRound(): Promise<number | undefined> {\n',
        ),
      ],
    },
  },
];

export const CORRECT_READS: readonly Mutant[] = [
  {
    name: 'reads-after-a-round',
    wrong: false,
    sentence:
      'A leader may read its own state when a majority has answered a question asked since.',
    killedBy: [],
    edits: { 'leased-reads': [NO_LEASE] },
  },
  {
    name: 'index-noted-after-the-round',
    wrong: false,
    sentence: 'A read may wait for more than was committed when it came.',
    killedBy: [],
    edits: {
      'leased-reads': [NO_LEASE, raft('    return index;\n', '    return this.readIndex();\n')],
    },
  },
  {
    name: 'short-lease-of-operations',
    wrong: false,
    sentence:
      'Whoever can be elected has the last operation that was committed, and waited since it came: a ' +
      'lease from its submission needs a margin for clocks, and no promise of voters.',
    killedBy: [],
    edits: leaseOfOperations(100),
  },
  {
    name: 'no-entry-when-elected',
    wrong: false,
    sentence: 'A new leader may leave it to the first put to commit an entry of its term.',
    killedBy: [],
    edits: {
      'leased-reads': [
        raft('    this.log.append({ term, command: null });\n', ''),
        rsm(
          '    if (index === undefined) return WRONG_LEADER;\n',
          '    if (index === undefined) return this.submit(op);\n',
        ),
      ],
    },
  },
];

function answersCountWhenTheyCome(): Edit[] {
  const now = '    follower.ackedMs = performance.now();\n';
  const before = '    follower.ackedMs = Math.max(follower.ackedMs, sentMs);\n';
  const entries = '\n    if (reply.success) {';
  const snapshot = '\n    this.recordMatch(follower, args.lastIncludedIndex);';
  return [raft(before + entries, now + entries), raft(before + snapshot, now + snapshot)];
}

function nothingOfTheTermIsNeeded(): Edit {
  return raft("=== 'leader' && isKnown ?", "=== 'leader' && (isKnown || this.majority > 0) ?");
}
