/** The student's classes, by the names that the lab gives their modules. */
declare module 'submission:rsm' {
  import type { Node, Rsm, RsmOptions, StateMachine } from 'splitbrain/kvraft';
  export default class implements Rsm {
    constructor(node: Node<never>, machine: StateMachine, options: RsmOptions);
    readonly raft: Rsm['raft'];
    submit: Rsm['submit'];
  }
}

declare module 'submission:kvraft-server' {
  import type { KvServer, Node, RsmOptions } from 'splitbrain/kvraft';
  export default class implements KvServer {
    constructor(node: Node<never>, options: RsmOptions);
    readonly rsm: KvServer['rsm'];
    get: KvServer['get'];
    put: KvServer['put'];
  }
}

declare module 'submission:kvraft-clerk' {
  import type { Clerk, Node } from 'splitbrain/kvraft';
  export default class implements Clerk {
    constructor(node: Node<never>, servers: readonly string[]);
    get: Clerk['get'];
    put: Clerk['put'];
  }
}
