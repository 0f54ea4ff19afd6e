import {
  outputName,
  reduceTaskOf,
  sleep,
  type App,
  type Files,
  type KeyValue,
  type Node,
  type Peer,
  type Worker,
} from 'splitbrain/mapreduce';
import { partName, type Answer, type Done, type MasterRpc, type Ticket } from './rpc.ts';

/** Tasks that one worker does at the same time. */
const LANES = 2;
const RETRY_MS = 50;
const GIVE_UP_MS = 12_000;

/** Two lanes, each of which waits at the coordinator for a ticket and works it off. */
export default class TwoLanes implements Worker {
  readonly #name: string;
  readonly #master: Peer<MasterRpc>;
  readonly #files: Files;
  readonly #app: App;
  #heardAt = Date.now();

  constructor(node: Node<unknown>, coordinator: string, files: Files, app: App) {
    this.#name = node.name;
    this.#master = node.to<MasterRpc>(coordinator);
    this.#files = files;
    this.#app = app;
  }

  async run(): Promise<void> {
    await Promise.all(Array.from({ length: LANES }, (_, lane) => this.#lane(lane)));
  }

  async #lane(lane: number): Promise<void> {
    for (let turn = 0; ; turn++) {
      const answer = await this.#persist(() => this.#master.next({}));
      if (answer === undefined) return;
      if (answer.ticket === null) {
        if (answer.over) return;
        continue;
      }
      const { job, id } = answer.ticket;
      // The time of the start tells this life of the worker from earlier ones.
      const token = `${this.#name}.${Date.now()}.${lane}.${turn}`;
      await this.#do(answer.ticket, token);
      const done: Done = { job, id, token };
      await this.#persist(() => this.#master.finished(done));
    }
  }

  async #persist<Reply extends Answer | boolean>(
    call: () => Promise<Reply | undefined>,
  ): Promise<Reply | undefined> {
    this.#heardAt = Date.now();
    while (Date.now() - this.#heardAt < GIVE_UP_MS) {
      const reply = await call();
      if (reply !== undefined) {
        this.#heardAt = Date.now();
        return reply;
      }
      await sleep(RETRY_MS);
    }
    return undefined;
  }

  #do(ticket: Ticket, token: string): Promise<void> {
    return ticket.job === 'map' ? this.#map(ticket, token) : this.#reduce(ticket, token);
  }

  /** The files bear the attempt's name, and count only once the coordinator has chosen it. */
  async #map({ file, parts }: Ticket & { job: 'map' }, token: string): Promise<void> {
    const text = await this.#files.read(file);
    const pairs = await this.#app.map(file, text ?? '');
    await Promise.all(
      Array.from({ length: parts }, (_, part) => {
        const mine = pairs.filter(({ key }) => reduceTaskOf(key, parts) === part);
        return this.#files.write(
          partName(token, part),
          mine.map((pair) => JSON.stringify(pair)).join('\n'),
        );
      }),
    );
  }

  async #reduce({ id, tokens }: Ticket & { job: 'reduce' }, token: string): Promise<void> {
    const texts = await Promise.all(tokens.map((each) => this.#files.read(partName(each, id))));
    const pairs = texts
      .flatMap((text) => (text ?? '').split('\n'))
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as KeyValue)
      .toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    const lines: string[] = [];
    for (let from = 0, to = 0; from < pairs.length; from = to) {
      const key = pairs[from]?.key ?? '';
      while (pairs[to]?.key === key) to++;
      const values = pairs.slice(from, to).map(({ value }) => value);
      lines.push(`${key} ${await this.#app.reduce(key, values)}\n`);
    }
    await this.#files.write(`out-${token}`, lines.join(''));
    await this.#files.rename(`out-${token}`, outputName(id));
  }
}
