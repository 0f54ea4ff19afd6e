import type { TraceEvent } from '../sim/trace-event.ts';
import { LAB_KEY_START, type Effect, type RecordChange } from '../vocabulary/server.ts';

/** Keys told of one write; of more, the first and the last. */
const KEYS_TOLD = 3;

const NO_RECORDS: ReadonlyMap<string, string> = new Map();

/** What is on the disks of a run's processes, by its trace. */
export class Disks {
  private readonly states = new Map<number, string>();
  private readonly stores = new Map<number, Map<string, string>>();
  private readonly down = new Set<number>();

  /** State that the process saved last; null while it saved nothing. */
  saved(process: number): string | null {
    return this.states.get(process) ?? null;
  }

  /** Its records: JSON texts by their keys. */
  records(process: number): ReadonlyMap<string, string> {
    return this.stores.get(process) ?? NO_RECORDS;
  }

  /** All that the process restarts with, in words; null for nothing. */
  tell(process: number): string | null {
    return this.saved(process) ?? tellRecords(this.records(process));
  }

  hear(event: TraceEvent): void {
    switch (event.kind) {
      case 'effect':
        return this.keep(event.server, event.effect);
      case 'crash':
        this.down.add(event.server);
        return;
      case 'restart':
        this.down.delete(event.server);
        return;
      case 'fault':
        // A process that is up keeps its disk.
        if (event.fault.kind !== 'lose-disk' || !this.down.has(event.fault.server)) return;
        this.states.delete(event.fault.server);
        this.stores.delete(event.fault.server);
        return;
      default:
        return;
    }
  }

  private keep(process: number, effect: Effect): void {
    if (effect.kind === 'save') this.states.set(process, effect.state);
    if (effect.kind !== 'write') return;
    const records = this.stores.get(process) ?? new Map<string, string>();
    this.stores.set(process, records);
    for (const [key, value] of effect.records) {
      if (value === null) records.delete(key);
      else records.set(key, value);
    }
  }
}

/** A write in words, `writes order-3, removes order-1`, and in fewer; null when all of it is the lab's own. */
export function tellWrite(
  changes: readonly RecordChange[],
): { readonly words: string; readonly short: string } | null {
  const own = changes.filter(isStudents);
  const written = own.filter(([, value]) => value !== null);
  const removed = own.filter(([, value]) => value === null);
  const parts = [
    { verb: 'writes', keys: written.map(([key]) => key) },
    { verb: 'removes', keys: removed.map(([key]) => key) },
  ].filter(({ keys }) => keys.length > 0);
  if (parts.length === 0) return null;
  return {
    words: parts.map(({ verb, keys }) => `${verb} ${tellKeys(keys)}`).join(', '),
    short: parts.map(({ verb, keys }) => `${verb} ${keys.length}`).join(', '),
  };
}

function tellKeys(keys: readonly string[]): string {
  if (keys.length <= KEYS_TOLD) return keys.join(', ');
  return `${keys[0]} ... ${keys.at(-1)} (${keys.length})`;
}

/** One JSON object, in the order of the keys. */
function tellRecords(records: ReadonlyMap<string, string>): string | null {
  const own = [...records].filter(isStudents).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (own.length === 0) return null;
  return `{${own.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`;
}

function isStudents([key]: readonly [key: string, value: unknown]): boolean {
  return !key.startsWith(LAB_KEY_START);
}
