/** The student's modules, as the lab's programs import them. */

declare module 'submission:broker' {
  import type { Broker, BrokerOptions, Node } from '../api.ts';

  const Class: new (node: Node<unknown>, options: BrokerOptions) => Broker;
  export default Class;
}

declare module 'submission:publisher' {
  import type { Node, Publisher } from '../api.ts';

  const Class: new (node: Node<unknown>, broker: string) => Publisher;
  export default Class;
}

declare module 'submission:consumer' {
  import type { ConsumerOptions, Node, Work } from '../api.ts';

  const Class: new (
    node: Node<unknown>,
    broker: string,
    work: Work,
    options: ConsumerOptions,
  ) => object;
  export default Class;
}
