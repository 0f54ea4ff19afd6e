/** Work that waits for the next tick, and what may leave the server only after the tick's save. */

/** Time from the first piece of work to the tick that does it. */
const TICK_MS = 5;

export class Inbox {
  readonly #work: (() => void)[] = [];
  readonly #onTick: () => void;
  #outbox: (() => void)[] = [];
  #timer: number | undefined;
  #wakesAt = Infinity;

  constructor(onTick: () => void) {
    this.#onTick = onTick;
  }

  /** Does `work` at the next tick; its result comes when all that the tick changed is saved. */
  put<Result>(work: () => Result): Promise<Result> {
    this.wakeIn(TICK_MS);
    return new Promise((resolve) => {
      this.#work.push(() => {
        const result = work();
        this.afterSave(() => resolve(result));
      });
    });
  }

  /** Calls `act`, which tells somebody outside, after this tick's save. */
  afterSave(act: () => void): void {
    this.#outbox.push(act);
  }

  /** Ticks after `ms`, if nothing makes it tick before. */
  wakeIn(ms: number): void {
    const at = performance.now() + ms;
    if (at >= this.#wakesAt) return;
    clearTimeout(this.#timer);
    this.#wakesAt = at;
    this.#timer = setTimeout(() => {
      this.#wakesAt = Infinity;
      this.#onTick();
    }, ms);
  }

  /** Does all that waits. */
  empty(): void {
    for (const work of this.#work.splice(0)) work();
  }

  /** Lets go what had to wait for the save. */
  letGo(): void {
    const outbox = this.#outbox;
    this.#outbox = [];
    for (const act of outbox) act();
  }
}
