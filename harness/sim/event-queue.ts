/** Something that will happen at a virtual time; `order` breaks ties in the order of scheduling. */
export interface Scheduled {
  readonly timeUs: number;
  order: number;
}

/** A binary heap of scheduled events: earliest first, first scheduled first among equals. */
export class EventQueue<Event extends Scheduled> {
  private readonly heap: Event[] = [];
  private scheduled = 0;

  get size(): number {
    return this.heap.length;
  }

  /** The next event's time in microseconds, or infinity when there is none. */
  nextTimeUs(): number {
    return this.heap[0]?.timeUs ?? Number.POSITIVE_INFINITY;
  }

  push(event: Event): void {
    event.order = this.scheduled++;
    const heap = this.heap;
    let at = heap.length;
    heap.push(event);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = heap[parent] as Event;
      if (!isBefore(event, above)) break;
      heap[at] = above;
      at = parent;
    }
    heap[at] = event;
  }

  pop(): Event | undefined {
    const heap = this.heap;
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Event, heap[child] as Event)) {
        child++;
      }
      const below = heap[child] as Event;
      if (!isBefore(below, last)) break;
      heap[at] = below;
      at = child;
    }
    heap[at] = last;
    return first;
  }
}

function isBefore(a: Scheduled, b: Scheduled): boolean {
  return a.timeUs < b.timeUs || (a.timeUs === b.timeUs && a.order < b.order);
}
