import StudentConsumer from 'submission:consumer';
import type { ProgramStoreNode } from '../../program-node.ts';
import type { ConsumerOptions } from '../api.ts';
import { TimedWork, type WorkOptions } from './timed-work.ts';

/** What a consumer's process is started with. */
export type ConsumerProgramOptions = ConsumerOptions & { readonly broker: string } & WorkOptions;

/** A consumer's process: the student's object handles what the broker hands it. */
export default class ConsumerProgram {
  readonly consumer: object;

  constructor(node: ProgramStoreNode<ConsumerProgramOptions>) {
    const { broker, prefetch, ...work } = node.options;
    this.consumer = new StudentConsumer(node, broker, new TimedWork(node, work), { prefetch });
    node.serve(this.consumer);
  }
}
