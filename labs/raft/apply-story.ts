import { seconds } from '../../harness/vocabulary/time.ts';
import type { RaftState } from './api.ts';
import type { DiskStory } from './disk-story.ts';
import { inShort } from './message-names.ts';

/** A command that a leader took. */
interface Started {
  readonly command: unknown;
  readonly term: number;
}

/** Follows what servers apply, and finds what may not be applied as they do it. */
export class ApplyStory {
  private readonly disks: DiskStory;
  /** By the commands as JSON text. */
  private readonly started = new Map<string, Started>();
  /** What each server has applied up to, its snapshots included. */
  private readonly applied = new Map<number, number>();
  /** When a server saved a snapshot that somebody sent it. */
  private readonly receivedUs = new Map<number, number>();
  /** Some Rafts commit an entry of their own when they come to lead; what is in their logs is not known then. */
  private hasOwnEntries = false;

  constructor(disks: DiskStory) {
    this.disks = disks;
  }

  /** A leader took a command, in its term. */
  took(command: unknown, term: number): void {
    this.started.set(JSON.stringify(command), { command, term });
  }

  receivedSnapshot(server: number, atUs: number): void {
    this.receivedUs.set(server, atUs);
  }

  appliedSnapshot(server: number, index: number): void {
    this.applied.set(server, index);
  }

  /** The service of a server that restarts begins with its snapshot. */
  restarted(server: number): void {
    this.applied.set(server, this.disks.snapshotOf(server) ?? 0);
  }

  upTo(server: number): number {
    return this.applied.get(server) ?? 0;
  }

  /** The server applies a command, as the first of all or not; returns what is wrong with that, if anything is. */
  applies(
    server: number,
    index: number,
    command: unknown,
    { isFirst, state }: { readonly isFirst: boolean; readonly state: RaftState | undefined },
  ): string | null {
    this.hasOwnEntries ||= command === null;
    const before = this.upTo(server);
    this.applied.set(server, index);
    return (
      this.skipped(server, before, index) ??
      (isFirst ? this.ofOldTerm(server, command, state) : null)
    );
  }

  /** A received snapshot was saved and its indexes are passed over, but the service never got it. */
  private skipped(server: number, before: number, index: number): string | null {
    const snapshot = this.disks.snapshotOf(server);
    const sinceUs = this.receivedUs.get(server);
    if (sinceUs === undefined || snapshot === null || snapshot <= before || index !== snapshot + 1)
      return null;
    return (
      `server ${server} goes from index ${before} to ${index}: it saved a snapshot up to ${snapshot} at ` +
      `${seconds(sinceUs)} and never gave it to apply`
    );
  }

  /** Section 5.4.2: a leader counts copies only of entries of its own term. */
  private ofOldTerm(server: number, command: unknown, state: RaftState | undefined): string | null {
    const started = this.started.get(JSON.stringify(command));
    if (state?.isLeader !== true || started === undefined || started.term >= state.term)
      return null;
    if (this.hasOwnEntries) return null;
    const { disks } = this;
    const isCovered = [...this.started.values()].some(
      (each) => each.term === state.term && disks.isMajority(disks.copiesOf(each.command)),
    );
    if (isCovered) return null;
    return (
      `server ${server} leads term ${state.term} and applies ${inShort(command)}, which is of term ` +
      `${started.term}, though no command of term ${state.term} is on a majority of the disks`
    );
  }
}
