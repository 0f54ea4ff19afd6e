/** Votes of one candidate in one term. */
interface Candidacy {
  readonly term: number;
  /** Calls that it made in that term: no answer to an older one is a vote. */
  readonly calls: Set<number>;
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

  /**
   * The server's state is told anew, after a step that made these calls; returns a line for each vote that
   * two leaders of a term share.
   */
  observed(
    server: number,
    { term, isLeader }: { readonly term: number; readonly isLeader: boolean },
    calls: readonly number[] = [],
  ): string[] {
    const known = this.candidates.get(server);
    const candidacy =
      known?.term === term ? known : { term, calls: new Set(calls), voters: new Set<number>() };
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

  sent(server: number, call: number): void {
    this.candidates.get(server)?.calls.add(call);
  }

  /** A yes to this call has reached a server that does not lead. */
  saidYes(voter: number, candidate: number, call: number): void {
    const candidacy = this.candidates.get(candidate);
    if (candidacy?.calls.has(call) === true) candidacy.voters.add(voter);
  }

  /** A restart forgets what was counted. */
  restarted(server: number): void {
    this.candidates.delete(server);
  }

  private isElected(voters: ReadonlySet<number>): boolean {
    return voters.size * 2 > this.servers;
  }
}
