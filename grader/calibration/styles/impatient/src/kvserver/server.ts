import type { GetArgs, GetReply, KvServer, PutArgs, PutReply } from 'splitbrain/kvserver';

/** One key: it counts its own puts. */
class Cell {
  value = '';
  version = 0;

  put(value: string, version: number): PutReply {
    if (version !== this.version) return { err: this.version === 0 ? 'ErrNoKey' : 'ErrVersion' };
    this.value = value;
    this.version += 1;
    return { err: 'OK' };
  }
}

export default class CellServer implements KvServer {
  readonly #cells: Record<string, Cell> = Object.create(null) as Record<string, Cell>;

  // eslint-disable-next-line typescript/require-await -- handlers may be async
  async get(args: GetArgs): Promise<GetReply> {
    const cell = this.#cells[args.key];
    return cell === undefined
      ? { err: 'ErrNoKey' }
      : { err: 'OK', value: cell.value, version: cell.version };
  }

  // eslint-disable-next-line typescript/require-await
  async put(args: PutArgs): Promise<PutReply> {
    const cell = this.#cells[args.key] ?? new Cell();
    const reply = cell.put(args.value, args.version);
    if (reply.err === 'OK') this.#cells[args.key] = cell;
    return reply;
  }
}
