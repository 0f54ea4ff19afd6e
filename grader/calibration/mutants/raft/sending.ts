import { raft, type Mutant } from './mutant.ts';

/** Snapshots that are sent as what they are not. */
export const SENDING: readonly Mutant[] = [
  {
    name: 'snapshot-read-a-moment-late',
    wrong: true,
    sentence:
      'Names the index of its snapshot, and reads the snapshot a moment later: a newer one by then.',
    killedBy: ['handed-on-snapshot'],
    edits: {
      reference: [
        raft(
          '    const args: InstallSnapshotArgs = {\n      term: this.currentTerm,\n      ...this.log.lastIncluded,',
          '    const { lastIncluded } = this.log;\n    const { currentTerm } = this;\n    await sleep(2);\n    const args: InstallSnapshotArgs = {\n      term: currentTerm,\n      ...lastIncluded,',
        ),
      ],
      ticker: [
        raft(
          '    const term = this.currentTerm;\n    const reply = await this.node.peers[server]?.installSnapshot({',
          '    const term = this.currentTerm;\n    await sleep(6);\n    const reply = await this.node.peers[server]?.installSnapshot({',
        ),
      ],
    },
  },
  {
    name: 'names-what-it-has-applied',
    wrong: true,
    sentence: 'Sends its snapshot as one of everything that it has applied.',
    killedBy: ['handed-on-snapshot', 'late-snapshot'],
    edits: {
      reference: [
        raft(
          '      ...this.log.lastIncluded,\n',
          '      lastIncludedIndex: this.lastApplied,\n      lastIncludedTerm: this.log.termAt(this.lastApplied) ?? 0,\n',
        ),
      ],
      'heartbeat-only': [
        raft('    const lastIndex = this.#base;\n', '    const lastIndex = this.#applied;\n'),
        raft('      lastTerm: this.#baseTerm,\n', '      lastTerm: this.#termAt(lastIndex),\n'),
      ],
      inbox: [
        raft(
          '      const upTo = this.#log.start;\n',
          '      const upTo: Place = [this.#applied, this.#log.termAt(this.#applied) ?? 0];\n',
        ),
      ],
    },
  },
];
