import { named } from '../../harness/clients/client-call.ts';
import { Client } from '../../harness/clients/client.ts';

/** A publisher as its tester sees it: it publishes as many messages at once as it is told to. */
export class PublisherClient extends Client {
  protected override readonly callsMax = Infinity;
  protected readonly methods = {
    publish: {
      input: named('body'),
      read: () => ({ answer: null, output: null, end: 'ok' as const }),
    },
  };

  /** Nobody waits for it: what comes of it is a fact. */
  publish(body: string): void {
    this.clients.sim.ask(this.process, 'publish', [body], () => {});
  }
}
