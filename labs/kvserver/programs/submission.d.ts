/** What the programs of this lab run: the student's classes, wherever their files are. */

declare module 'submission:clerk' {
  import type { Clerk, KvRpc, Node } from 'splitbrain/kvserver';

  const StudentClerk: new (node: Node<KvRpc>, server: string) => Clerk;
  export default StudentClerk;
}

declare module 'submission:lock' {
  import type { Clerk, Lock } from 'splitbrain/kvserver';

  const StudentLock: new (clerk: Clerk, name: string) => Lock;
  export default StudentLock;
}

declare module 'submission:lease-lock' {
  import type { Clerk, LeaseLock } from 'splitbrain/kvserver';

  const StudentLeaseLock: new (clerk: Clerk, name: string, leaseMs: number) => LeaseLock;
  export default StudentLeaseLock;
}
