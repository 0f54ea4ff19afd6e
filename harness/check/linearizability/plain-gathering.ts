import type { Operation } from '../history/operation.ts';
import type { Gathering, Part } from './gathering.ts';
import type { Model } from './model.ts';

/** Keeps operations as they are. */
export class PlainGathering<Op extends Operation> implements Gathering<Op> {
  private readonly model: Model<Op>;
  private readonly byKey = new Map<string, Op[]>();
  /** Where the latest operation went: often the next is on the same object. */
  private key: string | undefined;
  private latest: Op[] = [];

  constructor(model: Model<Op>) {
    this.model = model;
  }

  add(operation: Op): void {
    const key = this.model.keyOf(operation);
    if (key !== this.key) {
      this.key = key;
      this.latest = this.byKey.get(key) ?? [];
      this.byKey.set(key, this.latest);
    }
    this.latest.push(operation);
  }

  parts(): readonly Part<Op>[] {
    return [...this.byKey].map(([key, operations]) => ({
      key,
      size: operations.length,
      decide: () => this.model.decide(operations),
      operations: () => operations,
    }));
  }
}
