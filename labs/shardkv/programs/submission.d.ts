/** The student's classes, by the names that the lab gives their modules. */
declare module 'submission:controller' {
  import type { ControllerOptions, Node } from 'splitbrain/shardkv';
  const Controller: new (node: Node<never>, options: ControllerOptions) => object;
  export default Controller;
}

declare module 'submission:admin' {
  import type { Admin, Node } from 'splitbrain/shardkv';
  export default class implements Admin {
    constructor(node: Node<never>, controllers: readonly string[]);
    join: Admin['join'];
    leave: Admin['leave'];
    move: Admin['move'];
    query: Admin['query'];
  }
}

declare module 'submission:shard-server' {
  import type { Node, ShardServerOptions } from 'splitbrain/shardkv';
  const ShardServer: new (node: Node<never>, options: ShardServerOptions) => object;
  export default ShardServer;
}

declare module 'submission:shard-clerk' {
  import type { Clerk, Node } from 'splitbrain/shardkv';
  export default class implements Clerk {
    constructor(node: Node<never>, controllers: readonly string[]);
    get: Clerk['get'];
    put: Clerk['put'];
  }
}
