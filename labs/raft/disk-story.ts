import { isCount } from '../../harness/clients/shape-error.ts';

/** What one server's disk holds, as far as it can be read from outside. */
interface DiskContents {
  /** The given commands that its saved state names, in the order in which they were given. */
  readonly commands: readonly string[];
  /** Last index of the snapshot on it; 0 without one, null when it is none of the service's. */
  readonly snapshotIndex: number | null;
}

const EMPTY: DiskContents = { commands: [], snapshotIndex: 0 };

/**
 * Follows what the servers' disks hold. Nobody knows a student's format, but a command that was given to
 * Raft is a word of its own, such as x12, and stands in the saved text or does not. A format that hides the
 * words says nothing here, and then nothing is said.
 */
export class DiskStory {
  readonly servers: number;
  private readonly disks = new Map<number, DiskContents>();
  /** The commands that were given, and where each was applied first, if it was. */
  private readonly appliedAt = new Map<string, number | null>();
  private hasReadAny = false;

  constructor(servers: number) {
    this.servers = servers;
  }

  /** A server is given a command, whether it takes it or not. */
  given(command: unknown): void {
    const word = wordOf(command);
    if (word !== null && !this.appliedAt.has(word)) this.appliedAt.set(word, null);
  }

  /** What a save adds, and what it loses although no snapshot has it; `wasApplied` is the worst of that. */
  saved(server: number, state: string, snapshot: string | null): Change {
    const before = this.disks.get(server) ?? EMPTY;
    const words = new Set(state.match(WORDS));
    const commands = [...this.appliedAt.keys()].filter((word) => words.has(word));
    const snapshotIndex = snapshot === null ? before.snapshotIndex : indexOf(snapshot);
    this.disks.set(server, { commands, snapshotIndex });
    this.hasReadAny ||= commands.length > 0;
    const held = new Set(before.commands);
    const added = commands.filter((word) => !held.has(word));
    const lost = before.commands.filter(
      (word) => !words.has(word) && !this.isIn(snapshotIndex, word),
    );
    const wasApplied = lost.find((word) => this.appliedAt.get(word) !== null) ?? null;
    const [had, has] = [this.count(before), this.count({ commands, snapshotIndex })];
    return { added, lost, wasApplied, had, has };
  }

  lostDisk(server: number): void {
    this.disks.delete(server);
  }

  /** A command is applied; returns how many disks have it, the first time and if that can be told. */
  applied(index: number, command: unknown): number | null {
    const word = wordOf(command);
    if (word === null || !this.appliedAt.has(word) || this.appliedAt.get(word) !== null)
      return null;
    this.appliedAt.set(word, index);
    if (!this.hasReadAny) return null;
    const disks = [...this.disks.values()];
    if (disks.some(({ snapshotIndex }) => snapshotIndex === null)) return null;
    return disks.filter(
      ({ commands, snapshotIndex }) => (snapshotIndex ?? 0) >= index || commands.includes(word),
    ).length;
  }

  /** How many disks have the command, by its word. */
  copiesOf(command: unknown): number {
    const word = wordOf(command);
    return [...this.disks.values()].filter(({ commands }) => commands.some((each) => each === word))
      .length;
  }

  /** Last index of the snapshot on the server's disk; 0 without one, null when it cannot be read. */
  snapshotOf(server: number): number | null {
    return (this.disks.get(server) ?? EMPTY).snapshotIndex;
  }

  isMajority(disks: number): boolean {
    return disks * 2 > this.servers;
  }

  private count({ commands, snapshotIndex }: DiskContents): number {
    const covered = [...this.appliedAt.keys()].filter((word) => this.isIn(snapshotIndex, word));
    return new Set([...commands, ...covered]).size;
  }

  /** Whether a snapshot may hold the command: what was never applied is in none. */
  private isIn(snapshotIndex: number | null, word: string): boolean {
    const index = this.appliedAt.get(word);
    if (snapshotIndex === null) return true;
    return typeof index === 'number' && index <= snapshotIndex;
  }
}

interface Change {
  readonly added: readonly string[];
  readonly lost: readonly string[];
  /** One of those lost that some server has applied. */
  readonly wasApplied: string | null;
  /** How many commands were on the disk, and how many are; those in the snapshot count. */
  readonly had: number;
  readonly has: number;
}

const WORDS = /[A-Za-z]+\d+/g;

/** The word of a command of the tests: a letter and a number, with padding if it is long. */
function wordOf(command: unknown): string | null {
  return typeof command === 'string' ? (/^[a-z]\d+(?=\.*$)/.exec(command)?.[0] ?? null) : null;
}

/** The service's snapshots begin with their index. */
function indexOf(snapshot: string): number | null {
  const value: unknown = JSON.parse(snapshot);
  const first: unknown = Array.isArray(value) ? value[0] : null;
  return isCount(first) ? first : null;
}

/** A list of commands, short when there are many. */
export function listed(words: readonly string[]): string {
  return words.length <= 3 ? words.join(' ') : `${words[0]} .. ${words.at(-1)}`;
}
