/** What a call is for. `other` are calls of a Raft's own, which an adversary lets pass. */
export type RpcRole = 'vote' | 'append' | 'install' | 'other';

/** The tester's service snapshot, [index, fingerprint], in JSON, or in JSON inside a string. */
const SNAPSHOT = /\[\d+,\\*"[0-9a-f]+\\*"\]/;

/**
 * Tells calls apart by what they do, since students may name them as they like: an answer to a vote
 * makes a leader, a call that holds a snapshot installs it, and other calls of leaders append.
 */
export class RpcRoles {
  /** How often an answer to this method was the last one before its caller led. */
  private readonly wins = new Map<string, number>();
  /** How much more often this method was called by leaders than by others. */
  private readonly byLeaders = new Map<string, number>();
  private readonly lastAnswered = new Map<number, string>();
  private readonly leading = new Set<number>();
  private voteMethod = '';

  /** Takes note of a request that arrives; `isLeader` is whether its caller leads. */
  called(method: string, isLeader: boolean): void {
    this.byLeaders.set(method, (this.byLeaders.get(method) ?? 0) + (isLeader ? 1 : -1));
  }

  /** Takes note of a reply that reaches its caller. */
  answered(caller: number, method: string): void {
    this.lastAnswered.set(caller, method);
  }

  /** Takes note of what a server believes of itself. */
  observed(server: number, isLeader: boolean): void {
    const wasLeader = this.leading.has(server);
    if (!isLeader) this.leading.delete(server);
    if (!isLeader || wasLeader) return;
    this.leading.add(server);
    const method = this.lastAnswered.get(server);
    if (method === undefined) return;
    const wins = (this.wins.get(method) ?? 0) + 1;
    this.wins.set(method, wins);
    if (wins >= (this.wins.get(this.voteMethod) ?? 0)) this.voteMethod = method;
  }

  /** The role of a call; where one method serves all, whether its caller leads decides. */
  of(method: string, args: string, isLeader: boolean): RpcRole {
    if (SNAPSHOT.test(args)) return 'install';
    const isVote = method === this.voteMethod;
    const isAppend = (this.byLeaders.get(method) ?? 0) > 0;
    if (isVote && isAppend) return isLeader ? 'append' : 'vote';
    if (isVote) return 'vote';
    return isAppend ? 'append' : 'other';
  }
}
