/** Something that will happen at a virtual time; `order` breaks ties in the order of scheduling. */
interface Scheduled<Event> {
  readonly timeUs: number;
  readonly order: number;
  readonly event: Event;
}

/** A binary heap of scheduled events: earliest first, first scheduled first among equals. */
export class EventQueue<Event> {
  /** Invariant: no entry is before its parent, the one at half its place. */
  private readonly heap: Scheduled<Event>[] = [];
  private scheduled = 0;

  get length(): number {
    return this.heap.length;
  }

  /** The next event's time in microseconds, or infinity when there is none. */
  nextTimeUs(): number {
    return this.heap[0]?.timeUs ?? Number.POSITIVE_INFINITY;
  }

  push(timeUs: number, event: Event): void {
    const entry = { timeUs, order: this.scheduled++, event };
    const heap = this.heap;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Scheduled<Event>;
      if (!isBefore(entry, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = entry;
  }

  /** Takes out the next event; undefined when there is none. */
  pop(): Event | undefined {
    const heap = this.heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first?.event;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && isBefore(right, heap[child] as Scheduled<Event>)) child++;
      const below = heap[child] as Scheduled<Event>;
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first.event;
  }
}

function isBefore(a: Scheduled<unknown>, b: Scheduled<unknown>): boolean {
  return a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.order < b.order);
}
