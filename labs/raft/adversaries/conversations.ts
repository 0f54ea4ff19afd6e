/** The questions of one peer that a server had when it wrote to it in one step. */
interface Turn {
  readonly step: string;
  /** Arguments, in the order in which they came. */
  readonly questions: readonly Question[];
  answers: number;
}

export interface Question {
  readonly kind: string;
  readonly args: string;
}

/** Of answers in the same words, so many turns are remembered. */
const TURNS = 20;

/**
 * Tells questions from answers where both are calls of their own: of an answer, the peer has asked
 * something before it and has had no answer yet; a question comes unasked, at least most times.
 */
export class Conversations {
  /** By `server<peer`: what came from the peer and is not answered. */
  private readonly open = new Map<string, Question[]>();
  private readonly turns = new Map<string, Turn>();
  /** By kind of call: how much more often it came when something was to be answered. */
  private readonly answering = new Map<string, number>();
  /** By `server>peer arguments`: the turns in which this was an answer, and which one of the turn. */
  private readonly said = new Map<string, { readonly turn: Turn; readonly place: number }[]>();

  /** A question has come to `server`. */
  asked(server: number, peer: number, question: Question): void {
    const key = `${server}<${peer}`;
    this.open.set(key, [...(this.open.get(key) ?? []), question]);
  }

  /** `server` has answered by a reply. */
  replied(server: number, peer: number, args: string): void {
    const key = `${server}<${peer}`;
    this.open.set(
      key,
      (this.open.get(key) ?? []).filter((each) => each.args !== args),
    );
  }

  /** `server` calls `peer`, in a step with this name. */
  called(server: number, peer: number, { kind, args }: Question, step: string): void {
    const key = `${server}<${peer}`;
    const questions = this.open.get(key) ?? [];
    let turn = this.turns.get(key);
    if (turn?.step !== step) {
      turn = { step, questions, answers: 0 };
      this.turns.set(key, turn);
      this.open.delete(key);
    }
    const isAsked = turn.questions.length > 0;
    this.answering.set(kind, (this.answering.get(kind) ?? 0) + (isAsked ? 1 : -1));
    if (!isAsked) return;
    const words = `${server}>${peer} ${args}`;
    const said = { turn, place: turn.answers++ };
    this.said.set(words, [...(this.said.get(words) ?? []), said].slice(-TURNS));
  }

  crashed(server: number): void {
    for (const key of this.open.keys()) if (key.startsWith(`${server}<`)) this.open.delete(key);
  }

  isAnswer(kind: string): boolean {
    return (this.answering.get(kind) ?? 0) > 0;
  }

  /** What such an answer answers: one question each, and the last one of a turn all that are left. */
  questionsOf(server: number, peer: number, args: string): Question[] {
    const said = this.said.get(`${server}>${peer} ${args}`) ?? [];
    const found = said.flatMap(({ turn: { questions, answers }, place }) => {
      const at = Math.min(place, questions.length - 1);
      return place < answers - 1 ? questions.slice(at, at + 1) : questions.slice(at);
    });
    return [...new Map(found.map((each) => [each.args, each])).values()];
  }
}
