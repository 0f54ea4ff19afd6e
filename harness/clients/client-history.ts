import { buildHistory, type HistoryEvent } from '../check/history/build-history.ts';
import type { Operation } from '../check/history/operation.ts';
import type { Model } from '../check/linearizability/model.ts';
import type { NamedPromise } from '../scenario/verdicts.ts';
import type { CallFact } from './client-call.ts';
import type { Clients } from './clients.ts';
import { FaultLog } from './fault-log.ts';
import { demandLinearizable } from './linearizable.ts';

/** The history of what clients called: one listener among others. */
export class ClientHistory {
  private readonly clients: Clients;
  private readonly events: HistoryEvent[] = [];
  /** Calls without an answer, by the client that the history gives them to. */
  private readonly open = new Map<string, number>();
  private readonly faults: FaultLog;

  /** Takes down the calls of these processes; of all, by default. */
  constructor(clients: Clients, isMine: (process: number) => boolean = () => true) {
    this.clients = clients;
    this.faults = new FaultLog(clients.sim);
    clients.listen((fact) => {
      if (isMine(fact.call.process)) this.note(fact);
    });
  }

  /** Everything that was called so far. Times are in milliseconds of virtual time. */
  get operations(): Operation[] {
    return buildHistory(this.events);
  }

  /** Ends the run unless the history so far is linearizable for such an object. */
  demandLinearizable(model: Model, promise?: NamedPromise): void {
    const { operations: history } = this;
    const { annotations: faults } = this.faults;
    const given = { history, model, faults };
    demandLinearizable(this.clients.sim, promise === undefined ? given : { ...given, promise });
  }

  private note(fact: CallFact): void {
    const { number, client, method: op, input } = fact.call;
    const time = fact.atUs / 1_000;
    if (fact.kind === 'called') {
      const line = this.lineOf(client);
      this.open.set(line, number);
      this.events.push({ kind: 'call', time, client: line, op, input });
    } else if (fact.kind === 'returned') {
      const [line] = [...this.open].find(([, each]) => each === number) ?? [client];
      this.open.delete(line);
      const { output, end } = fact;
      this.events.push({ kind: 'return', time, client: line, output, end });
    }
  }

  /** In a history a client does one thing at a time: what goes on beside is another client's. */
  private lineOf(client: string): string {
    let line = client;
    for (let number = 2; this.open.has(line); number++) line = `${client} (${number})`;
    return line;
  }
}
