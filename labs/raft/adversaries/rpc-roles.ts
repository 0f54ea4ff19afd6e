/** What a call is for. `other` are calls of a Raft's own, which an adversary lets pass. */
export type RpcRole = 'vote' | 'append' | 'install' | 'other';

/** The tester's service snapshot, [index, fingerprint], in JSON, or in JSON inside a string. */
const SNAPSHOT = /\[\d+,\\*"[0-9a-f]+\\*"\]/;

/**
 * Tells questions apart by what they do, since students may name them as they like: an answer to a vote
 * makes a leader, a call that holds a snapshot installs it, and other calls of leaders append.
 */
export class RpcRoles {
  /** By kind of question: how often an answer to it was the last one before its caller led. */
  private readonly wins = new Map<string, number>();
  /** How much more often such a question came from a leader than from others. */
  private readonly byLeaders = new Map<string, number>();
  private readonly lastAnswered = new Map<number, string>();
  private readonly leading = new Set<number>();
  private voteKind = '';

  /** Takes note of a question of this kind that arrives; `isLeader` is whether its caller leads. */
  asked(kind: string, isLeader: boolean): void {
    this.byLeaders.set(kind, (this.byLeaders.get(kind) ?? 0) + (isLeader ? 1 : -1));
  }

  /** Takes note of an answer to a question of this kind that reaches its caller. */
  answered(caller: number, kind: string): void {
    this.lastAnswered.set(caller, kind);
  }

  /** Takes note of what a server believes of itself. */
  observed(server: number, isLeader: boolean): void {
    const wasLeader = this.leading.has(server);
    if (!isLeader) this.leading.delete(server);
    if (!isLeader || wasLeader) return;
    this.leading.add(server);
    const kind = this.lastAnswered.get(server);
    if (kind === undefined) return;
    const wins = (this.wins.get(kind) ?? 0) + 1;
    this.wins.set(kind, wins);
    if (wins >= (this.wins.get(this.voteKind) ?? 0)) this.voteKind = kind;
  }

  /** The role of a question; where one kind serves all, whether its caller leads decides. */
  of(kind: string, args: string, isLeader: boolean): RpcRole {
    if (SNAPSHOT.test(args)) return 'install';
    const isVote = kind === this.voteKind;
    const isAppend = (this.byLeaders.get(kind) ?? 0) > 0;
    if (isVote && isAppend) return isLeader ? 'append' : 'vote';
    if (isVote) return 'vote';
    return isAppend ? 'append' : 'other';
  }
}
