import type { Json } from '../check/history/operation.ts';
import type { Watch } from '../scenario/scenario.ts';
import { together, type Script } from '../vocabulary/script.ts';
import type { Client } from './client.ts';
import type { Clients } from './clients.ts';

/** What a lab demands of its clients while a recording is played. */
export interface ClientDemands<Member extends Client> {
  readonly members: readonly Member[];
  /** Whether a call makes sense: with others left out, it may have lost it. */
  mayCall?(process: number, method: string, args: readonly Json[]): boolean;
  /** What a client owes the others once its own calls have returned after the heal. */
  finish?(client: Member): Script;
  /** Reads what is there once every client is done. */
  read?(): Script;
  /** Judges, when all has been played, what clients saw. */
  judge?(): void;
}

/** Watches what somebody else asks clients: each keeps to its calls at a time, and all must return after the heal. */
export function watchClients<Member extends Client>(
  { sim }: Clients,
  demands: ClientDemands<Member>,
): Required<Watch> {
  const { members } = demands;
  const finish = function* (client: Member): Script {
    yield* client.allReturn();
    if (demands.finish !== undefined) yield* demands.finish(client);
  };
  return {
    mayCall(process, method, args) {
      const client = members.find((each) => each.process === process);
      if (client?.isFree === false) return false;
      return demands.mayCall?.(process, method, args) ?? true;
    },
    *converge() {
      sim.heal();
      yield* together(sim, members.map(finish));
      if (demands.read !== undefined) yield* demands.read();
    },
    judge: () => demands.judge?.(),
  };
}
