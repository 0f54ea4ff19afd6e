/** The student's classes, under the names that the lab gives them. */
declare module 'submission:rsm' {
  import type { Rsm, RsmOptions, StateMachine } from 'splitbrain/kvraft';
  import type { ProgramNode } from '../../program-node.ts';
  const Class: new (node: ProgramNode, machine: StateMachine, options: RsmOptions) => Rsm;
  export default Class;
}

declare module 'submission:server' {
  import type { KvServer, RsmOptions } from 'splitbrain/kvraft';
  import type { ProgramNode } from '../../program-node.ts';
  const Class: new (node: ProgramNode, options: RsmOptions) => KvServer;
  export default Class;
}

declare module 'submission:clerk' {
  import type { Clerk } from 'splitbrain/kvraft';
  import type { ProgramNode } from '../../program-node.ts';
  const Class: new (node: ProgramNode, servers: readonly string[]) => Clerk;
  export default Class;
}
