/** The student's modules, as the lab's programs import them. */

declare module 'submission:coordinator' {
  import type { Coordinator, Job, Node } from '../api.ts';

  const Class: new (node: Node<unknown>, job: Job) => Coordinator;
  export default Class;
}

declare module 'submission:worker' {
  import type { App, Files, Node, Worker } from '../api.ts';

  const Class: new (node: Node<unknown>, coordinator: string, files: Files, app: App) => Worker;
  export default Class;
}
