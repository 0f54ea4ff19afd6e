import type { Effect, ServerEvent } from '../sim/server.ts';
import { FaultTeller } from './story-faults.ts';
import type { Cell, Row } from './story-rows.ts';
import type { Describe, Past, Told } from './story.ts';
import type { TraceEvent } from './trace.ts';

interface Draft {
  readonly atUs: number;
  cell: Cell;
  emits: boolean;
}

/** Goes through a run's trace once and makes a row of each step that is worth telling. */
export class Teller implements Past {
  trigger: ServerEvent | null = null;
  effects: Effect[] = [];
  private readonly describe: Describe;
  private readonly names: readonly string[];
  private readonly rows: Row[] = [];
  private readonly faults = new FaultTeller();
  private readonly disks = new Map<number, string>();
  private readonly probes = new Map<number, string>();
  private readonly requests = new Map<number, { from: number; method: string }>();
  private draft: Draft | null = null;

  constructor(describe: Describe, names: readonly string[]) {
    this.describe = describe;
    this.names = names;
  }

  saved(server: number): string | null {
    return this.disks.get(server) ?? null;
  }

  observed(server: number): string | null {
    return this.probes.get(server) ?? null;
  }

  request(call: number): { from: number; method: string } | undefined {
    return this.requests.get(call);
  }

  tell(events: readonly TraceEvent[]): Row[] {
    for (const event of events) this.take(event);
    this.close();
    return this.rows;
  }

  private take(event: TraceEvent): void {
    switch (event.kind) {
      case 'lost':
        return;
      case 'event':
        return this.beginStep(event);
      case 'effect':
        this.add(event, this.describe(event, this) ?? tellPlain(event));
        return this.remember(event.server, event.effect);
      default:
        return this.beginOther(event);
    }
  }

  private beginStep(told: TraceEvent & { kind: 'event' }): void {
    const { event, from } = told;
    // The boot belongs to the line of the restart before it.
    if (event.kind !== 'boot') this.close();
    this.trigger = event;
    this.effects = [];
    if (event.kind === 'request') this.requests.set(event.call, { from, method: event.method });
    this.add(told, this.describe(told, this));
  }

  private beginOther(event: Exclude<TraceEvent, { kind: 'lost' | 'event' | 'effect' }>): void {
    this.close();
    this.trigger = null;
    this.effects = [];
    const across = this.tellAcross(event);
    if (across !== null) this.rows.push({ atUs: event.atUs, cells: [], across });
    const fault = event.kind === 'fault' ? this.faults.tellServer(event.fault) : null;
    this.add(event, this.describe(event, this) ?? fault ?? tellPlain(event));
    if (event.kind !== 'restart' || this.draft === null) return;
    const disk = this.saved(event.server);
    if (disk !== null) this.draft.cell = { ...this.draft.cell, disk };
  }

  /** Words across all columns, for what happens to the cluster as a whole. */
  private tellAcross(event: TraceEvent): string | null {
    if (event.kind === 'heal') return this.faults.tellHeal();
    return event.kind === 'fault' ? this.faults.tellCluster(event.fault) : null;
  }

  private remember(server: number, effect: Effect): void {
    this.effects.push(effect);
    if (effect.kind === 'save') this.disks.set(server, effect.state);
    if (effect.kind === 'observe') this.probes.set(server, effect.value);
    if (effect.kind === 'respond') this.requests.delete(effect.call);
  }

  private add({ atUs, ...event }: TraceEvent, told: Told | null): void {
    if (told === null) return;
    const { server, words, short, ...arrow } = told;
    const effect = event.kind === 'effect' ? event.effect.kind : null;
    if (effect === 'log') {
      this.close();
      this.rows.push({
        atUs,
        cells: [],
        across: `${this.names[server]} logs: ${words}`,
        plain: true,
        by: server,
      });
      return;
    }
    // What a server applies is told line by line.
    if (effect === 'emit' && this.draft?.emits === true) this.close();
    this.draft ??= { atUs, cell: { server, parts: [] }, emits: false };
    const { cell } = this.draft;
    const isNew = words !== '' && cell.parts.every((part) => part.words !== words);
    const parts = isNew
      ? [...cell.parts, { words, ...(short === undefined ? {} : { short }) }]
      : cell.parts;
    this.draft.cell = { ...cell, ...arrow, parts };
    if (effect === 'emit') this.draft.emits = true;
  }

  private close(): void {
    const { draft } = this;
    this.draft = null;
    if (draft === null || draft.cell.parts.length === 0) return;
    const { atUs, cell, emits } = draft;
    const before = this.rows.at(-1);
    if (before?.atUs === atUs && isFree(before, cell)) {
      this.rows[this.rows.length - 1] = { ...before, cells: [...before.cells, cell] };
    } else this.rows.push({ atUs, cells: [cell], ...(emits ? { by: cell.server } : {}) });
  }
}

/** Whether `cell` happened in the same instant as a row and can stand on its line. */
function isFree(row: Row, cell: Cell): boolean {
  if (row.across !== undefined || cell.from !== undefined) return false;
  return row.cells.every((each) => each.from === undefined && each.server < cell.server);
}

/** What any lab's servers have in common. */
function tellPlain(event: TraceEvent): Told | null {
  switch (event.kind) {
    case 'crash':
      return { server: event.server, words: 'CRASH' };
    case 'restart':
      return { server: event.server, words: 'starts' };
    case 'effect': {
      const { server, effect } = event;
      if (effect.kind === 'fail') return { server, words: 'FAILS' };
      if (effect.kind === 'flood') return { server, words: 'FLOODS' };
      return effect.kind === 'log' ? { server, words: effect.text } : null;
    }
    default:
      return null;
  }
}
