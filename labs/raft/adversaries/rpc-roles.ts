/** What a call is for. `other` are calls of a Raft's own, which an adversary lets pass. */
export type RpcRole = 'vote' | 'append' | 'install' | 'other';

/** The tester's service snapshot, [index, fingerprint], in JSON, or in JSON inside a string. */
const SNAPSHOT = /\[\d+,\\*"[0-9a-f]+\\*"\]/;

/** A flag or a word in a request's arguments: with it, one method may ask for votes and for pre-votes. */
const FLAG = /:(?:true|false|"[^"\d]*")/g;

/**
 * Tells calls apart by what they do, since students may name them as they like: an answer to a vote
 * makes a leader, a call that holds a snapshot installs it, and other calls of leaders append.
 */
export class RpcRoles {
  /** How often an answer to this kind of call was the last one before its caller led. */
  private readonly wins = new Map<string, number>();
  /** How much more often this method was called by leaders than by others. */
  private readonly byLeaders = new Map<string, number>();
  private readonly lastAnswered = new Map<number, readonly [method: string, args: string | null]>();
  private readonly leading = new Set<number>();
  private voteKind = '';

  /** Takes note of a request that arrives; `isLeader` is whether its caller leads. */
  called(method: string, isLeader: boolean): void {
    this.byLeaders.set(method, (this.byLeaders.get(method) ?? 0) + (isLeader ? 1 : -1));
  }

  /**
   * Takes note of a reply to a call with `args` that reaches its caller; of an answer that is a call of
   * its own, null, since what was asked is not known.
   */
  answered(caller: number, method: string, args: string | null): void {
    this.lastAnswered.set(caller, [method, args]);
  }

  /** Takes note of what a server believes of itself. */
  observed(server: number, isLeader: boolean): void {
    const wasLeader = this.leading.has(server);
    if (!isLeader) this.leading.delete(server);
    if (!isLeader || wasLeader) return;
    this.leading.add(server);
    const last = this.lastAnswered.get(server);
    if (last === undefined) return;
    const kind = kindOf(...last);
    const wins = (this.wins.get(kind) ?? 0) + 1;
    this.wins.set(kind, wins);
    if (wins >= (this.wins.get(this.voteKind) ?? 0)) this.voteKind = kind;
  }

  /** The role of a call; where one method serves all, whether its caller leads decides. */
  of(method: string, args: string, isLeader: boolean): RpcRole {
    if (SNAPSHOT.test(args)) return 'install';
    const isVote = this.isVote(method, args);
    const isAppend = (this.byLeaders.get(method) ?? 0) > 0;
    if (isVote && isAppend) return isLeader ? 'append' : 'vote';
    if (isVote) return 'vote';
    return isAppend ? 'append' : 'other';
  }

  /** Looks through the arguments, which may be a whole log, only where the method asks for votes. */
  private isVote(method: string, args: string): boolean {
    const { voteKind } = this;
    if (!voteKind.startsWith(method)) return false;
    return voteKind === kindOf(method, null) || voteKind === kindOf(method, args);
  }
}

/** A method with the flags that its call has, or for null with any. */
function kindOf(method: string, args: string | null): string {
  return args === null ? `${method} *` : method + (args.match(FLAG) ?? []).join('');
}
