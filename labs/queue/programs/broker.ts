import StudentBroker from 'submission:broker';
import { withStore } from '../store-shim.ts';
import type { ProgramNode } from '../../program-node.ts';
import type { Broker, BrokerOptions } from '../api.ts';

/** The broker's process. */
export default class BrokerProgram {
  private readonly broker: Broker;

  constructor(given: ProgramNode<BrokerOptions>) {
    const node = withStore(given);
    this.broker = new StudentBroker(node, node.options);
    node.serve(this.broker);
  }

  deadLetters(): readonly string[] {
    return this.broker.deadLetters();
  }
}
