/** Votes of one candidate in one term. */
interface Candidacy {
  readonly term: number;
  readonly voters: Set<number>;
}

/**
 * Follows who voted for whom. A reply with a plain yes counts as a vote only if its candidate came to lead
 * in that term: an answer to a question before the vote may look the same.
 */
export class VoteStory {
  private readonly servers: number;
  private readonly candidates = new Map<number, Candidacy>();
  /** By term: each leader and who had voted for it. */
  private readonly leaders = new Map<number, Map<number, ReadonlySet<number>>>();

  constructor(servers: number) {
    this.servers = servers;
  }

  /** The server's state is told anew; gives a line for each vote that two leaders of a term share. */
  observed(server: number, term: number, isLeader: boolean): string[] {
    const known = this.candidates.get(server);
    const candidacy = known?.term === term ? known : { term, voters: new Set<number>() };
    this.candidates.set(server, candidacy);
    if (!isLeader) return [];
    const leaders = this.leaders.get(term) ?? new Map<number, ReadonlySet<number>>();
    this.leaders.set(term, leaders);
    if (leaders.has(server)) return [];
    const others = [...leaders];
    const voters = new Set([...candidacy.voters, server]);
    leaders.set(server, voters);
    return others.flatMap(([other, itsVoters]) =>
      this.isElected(voters) && this.isElected(itsVoters)
        ? [...voters]
            .filter((voter) => itsVoters.has(voter))
            .map((voter) => `server ${voter} voted for ${other} and for ${server} in term ${term}`)
        : [],
    );
  }

  /** A yes has reached a server that does not lead. */
  saidYes(voter: number, candidate: number): void {
    this.candidates.get(candidate)?.voters.add(voter);
  }

  /** A restart forgets what was counted. */
  restarted(server: number): void {
    this.candidates.delete(server);
  }

  private isElected(voters: ReadonlySet<number>): boolean {
    return voters.size * 2 > this.servers;
  }
}
