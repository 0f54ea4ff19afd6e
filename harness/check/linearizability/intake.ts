import { HistoryError } from '../history/history-error.ts';
import type { Operation } from '../history/operation.ts';
import { ClientOrder } from '../history/validate-history.ts';
import { shorten } from './explain/words.ts';
import type { Gathering, Part } from './gathering.ts';
import type { Model } from './model.ts';
import { PlainGathering } from './plain-gathering.ts';

/** Takes in a history, operation by operation, in the order of its lines. */
export class Intake {
  /** Operations so far. */
  size = 0;
  private readonly model: Model;
  private readonly order = new ClientOrder();
  private readonly gathering: Gathering;

  /** `isCompact`: operations are kept in little room if the model can, and not as the same objects. */
  constructor(model: Model, isCompact: boolean) {
    this.model = model;
    this.gathering = (isCompact ? model.gather?.() : undefined) ?? new PlainGathering(model);
  }

  get clients(): number {
    return this.order.clients;
  }

  /**
   * Throws HistoryError if the operation is impossible beside those before it, or not one that the model
   * knows. `place` says in the error where it stands.
   */
  add(operation: Operation, place: () => string): void {
    const fault = this.order.faultOf(operation) ?? this.faultOfShape(operation);
    if (fault !== undefined) throw new HistoryError(`${place()}: ${fault}`);
    this.size++;
    this.gathering.add(operation);
  }

  parts(): readonly Part[] {
    return this.gathering.parts();
  }

  private faultOfShape(operation: Operation): string | undefined {
    return this.model.accepts(operation) ? undefined : unknownShape(operation, this.model);
  }
}

function unknownShape(operation: Operation, { name, shapes }: Model): string {
  const { client, op, input, output, callTime, end } = operation;
  const where = `${op} of client ${client}, called at ${callTime}`;
  const shape = shapes[op];
  return shape === undefined
    ? `${where}: the model ${name} has no such operation, only ${Object.keys(shapes).join(', ')}`
    : `${where}: the model ${name} expects ${shape}; came ${shorten(JSON.stringify({ input, output, end }), 200)}`;
}
