import StudentBroker from 'submission:broker';
import type { ProgramStoreNode } from '../../program-node.ts';
import type { Broker, BrokerOptions } from '../api.ts';

/** The broker's process. */
export default class BrokerProgram {
  private readonly broker: Broker;

  constructor(node: ProgramStoreNode<BrokerOptions>) {
    this.broker = new StudentBroker(node, node.options);
    node.serve(this.broker);
  }

  deadLetters(): readonly string[] {
    return this.broker.deadLetters();
  }
}
