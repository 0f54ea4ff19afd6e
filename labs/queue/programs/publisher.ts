import StudentPublisher from 'submission:publisher';
import type { ProgramStoreNode } from '../../program-node.ts';
import type { Publisher } from '../api.ts';

/** A publisher's process: the student's object publishes what it is told to. */
export default class PublisherProgram {
  private readonly publisher: Publisher;

  constructor(node: ProgramStoreNode<{ readonly broker: string }>) {
    this.publisher = new StudentPublisher(node, node.options.broker);
    node.serve(this.publisher);
  }

  async publish(body: string): Promise<null> {
    await this.publisher.publish(body);
    return null;
  }
}
