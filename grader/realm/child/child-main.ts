import { Channel, ChannelClosed } from './channel.ts';
import { freezeBuiltIns } from './frozen.ts';
import { Tenants } from './tenants.ts';

/*
 * The child's whole program, bundled into one file: the judge asks on its standard input, and is answered on
 * its standard output.
 */

freezeBuiltIns();
new Tenants(new Channel(0, 1)).serve().catch((error: unknown) => {
  // The judge is done with it. Whatever else went wrong, it sees that the child is gone.
  process.exit(error instanceof ChannelClosed ? 0 : 1);
});
