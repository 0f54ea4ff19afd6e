import type { PastRequest } from './narrator.ts';

/** Knows what each process was answered last, so that polls with the same answer are told once. */
export class Answers {
  private readonly last = new Map<string, string>();

  /** Whether the one who asks has not had this answer from this server to the same question just before. */
  isNews(server: number, { from, method, args }: PastRequest, reply: string): boolean {
    const question = `${from} ${server} ${method} ${args}`;
    if (this.last.get(question) === reply) return false;
    this.last.set(question, reply);
    return true;
  }
}
