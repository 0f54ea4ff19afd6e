import type { TraceEvent } from '../sim/trace-event.ts';
import { nameOf, type Member } from '../vocabulary/role.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';
import { Disks } from './disks.ts';
import { addTo, beginDraft, isFree, noteRows, type Draft } from './draft.ts';
import { callOf } from './filter.ts';
import { briefNames, FaultTeller } from './faults.ts';
import { holdsOf, isTogether, tellHold, tellLetGo, type Held } from './holds.ts';
import { Inboxes, type Arrival } from './inboxes.ts';
import { joinLinks } from './links.ts';
import type { Narrator, Past, PastRequest, Told } from './narrator.ts';
import { tellPlain } from './plain-words.ts';
import type { Cell, Row } from './rows.ts';

/** Longer than a message is on its way, but on the slowest network. */
const ON_ITS_WAY_US = 10_000;

/** Goes through a run's trace once and makes a row of each step that is worth telling. */
export class Teller implements Past {
  trigger: ServerEvent | null = null;
  effects: Effect[] = [];
  private readonly narrator: Narrator;
  private readonly members: readonly Member[];
  private readonly name: (process: number) => string;
  private readonly rows: Row[] = [];
  private faults: FaultTeller;
  /** Lines of faults that go on, by what they are done to. */
  private readonly lasting = new Map<string, Row>();
  /** What is still to be told of what was held back: when it began, and when it ended. */
  private holds: Held[] = [];
  private letGo: Held[] = [];
  private healedUs = Number.NaN;
  private readonly inboxes = new Inboxes();
  /** What arrived since the tick before the one that goes on. */
  private arrivals: readonly Arrival[] = [];
  private readonly disks = new Disks();
  private readonly probes = new Map<number, string>();
  private readonly requests = new Map<number, PastRequest>();
  private draft: Draft | null = null;
  /** The method that the step at hand is about. */
  private call = '';

  constructor(narrator: Narrator, members: readonly Member[]) {
    this.narrator = narrator;
    this.members = members;
    this.name = briefNames(members);
    this.faults = new FaultTeller(members, []);
  }

  saved(server: number): string | null {
    return this.disks.saved(server);
  }

  records(server: number): ReadonlyMap<string, string> {
    return this.disks.records(server);
  }

  observed(server: number): string | null {
    return this.probes.get(server) ?? null;
  }

  request(call: number): PastRequest | undefined {
    return this.requests.get(call);
  }

  tell(events: readonly TraceEvent[]): Row[] {
    const holds = holdsOf(events);
    this.holds = [...holds];
    this.letGo = holds.toSorted((a, b) => a.untilUs - b.untilUs);
    this.faults = new FaultTeller(this.members, holds);
    for (const event of events) {
      this.take(event);
      this.disks.hear(event);
    }
    this.close();
    return this.rows;
  }

  private take(event: TraceEvent): void {
    if (event.kind !== 'fault' && event.kind !== 'heal') this.tellHolds(event.atUs);
    switch (event.kind) {
      // Arrows are drawn from what arrives; holds and pauses are told as what somebody did.
      case 'sent':
      case 'lost':
      case 'unheard':
      case 'held':
      case 'let-go':
      case 'pause':
      case 'resume':
        return;
      case 'event':
        return this.beginStep(event);
      case 'effect':
        this.add(event, this.narrator.tell(event, this) ?? tellPlain(event));
        return this.remember(event.server, event.effect);
      case 'fault':
        return this.tellFault(event);
      case 'heal':
        this.close();
        this.lasting.clear();
        this.healedUs = event.atUs;
        return this.across(event.atUs, this.faults.tellHeal());
      default:
        return this.beginOther(event);
    }
  }

  private beginStep(told: TraceEvent & { kind: 'event' }): void {
    const { event, from } = told;
    // The boot belongs to the line of the restart before it.
    if (event.kind !== 'boot') this.close();
    this.trigger = event;
    this.call = callOf(told);
    this.effects = [];
    if (event.kind === 'request') {
      this.requests.set(event.call, { from, method: event.method, args: event.args });
    }
    this.arrivals = event.kind === 'timer' ? this.inboxes.tick(told.server) : [];
    this.add(told, this.narrator.tell(told, this));
  }

  private beginOther(event: TraceEvent & { kind: 'crash' | 'restart' }): void {
    this.close();
    this.trigger = null;
    this.call = '';
    this.effects = [];
    this.add(event, this.narrator.tell(event, this) ?? tellPlain(event));
    if (event.kind !== 'restart' || this.draft === null) return;
    const disk = this.disks.tell(event.server);
    if (disk !== null) this.draft.cell = { ...this.draft.cell, disk };
  }

  private tellFault(event: TraceEvent & { kind: 'fault' }): void {
    this.close();
    this.trigger = null;
    this.effects = [];
    const { atUs, fault } = event;
    const told = this.faults.tell(fault, atUs);
    this.narrator.tell(event, this);
    if (told === null) return;
    const { words, process, to, isEnd, links } = told;
    const begun = this.lasting.get(to);
    if (begun !== undefined) begun.lastsUntilUs = atUs;
    const row: Row =
      process === undefined
        ? { atUs, cells: [], across: words, ...(links === undefined ? {} : { links }) }
        : { atUs, cells: [{ server: process, parts: [{ words }] }] };
    if (isEnd) this.lasting.delete(to);
    else {
      row.lastsUntilUs = Number.POSITIVE_INFINITY;
      this.lasting.set(to, row);
    }
    const before = this.rows.at(-1);
    const joined = joinLinks(before, row);
    if (joined === null) return void this.rows.push(row);
    this.rows[this.rows.length - 1] = joined;
    for (const [each, its] of this.lasting) {
      if (its === before || its === row) this.lasting.set(each, joined);
    }
  }

  /** What began to be held back, or was let go, until now. */
  private tellHolds(atUs: number): void {
    const begun = this.holds.filter(({ caughtUs }) => caughtUs <= atUs);
    const ended = this.letGo.filter(({ untilUs }) => untilUs <= atUs);
    if (begun.length + ended.length === 0) return;
    this.close();
    this.letGo.splice(0, ended.length);
    // The end of all faults is told already.
    for (const { words, atUs: endUs } of tellLetGo(ended, this.name)) {
      if (endUs !== this.healedUs) this.across(endUs, words);
    }
    for (const first of begun) {
      if (!this.holds.includes(first)) continue;
      const together = this.holds.filter((each) => isTogether(each, first));
      this.holds = this.holds.filter((each) => !together.includes(each));
      const across = tellHold(together, this.name);
      const { caughtUs, untilUs } = first;
      this.keepCause(first);
      this.rows.push({ atUs: caughtUs, cells: [], across, lastsUntilUs: untilUs });
    }
  }

  /** What its sender did just before is told as long as a message is held. */
  private keepCause({ from, caughtUs, untilUs }: Held): void {
    const cause = this.rows.findLast(({ cells }) => cells.some(({ server }) => server === from));
    if (cause?.atUs == null || cause.atUs < caughtUs - ON_ITS_WAY_US) return;
    cause.lastsUntilUs = Math.max(untilUs, cause.lastsUntilUs ?? 0);
  }

  /** Adds an answer to the line of what it answers, if that is the last one. */
  private answer({ server, parts }: Cell): boolean {
    const before = this.rows.at(-1);
    const [cell, ...others] = before?.cells ?? [];
    if (before === undefined || cell?.server !== server || others.length > 0) return false;
    if (cell.from !== undefined || cell.parts.length !== 1 || before.lastsUntilUs !== undefined) {
      return false;
    }
    const words = [...cell.parts, ...parts].map((part) => part.words).join(' ');
    const { alike } = parts.at(-1) ?? {};
    const part = { words, ...(alike === undefined ? {} : { alike }) };
    this.rows[this.rows.length - 1] = { ...before, cells: [{ ...cell, parts: [part] }] };
    return true;
  }

  /** Puts a line where its time is. */
  private insert({ atUs, cell }: Arrival): void {
    const at = this.rows.findLastIndex((row) => row.atUs !== null && row.atUs <= atUs);
    this.rows.splice(at + 1, 0, { atUs, cells: [cell] });
  }

  private across(atUs: number, words: string): void {
    this.rows.push({ atUs, cells: [], across: words });
  }

  private remember(server: number, effect: Effect): void {
    this.effects.push(effect);
    if (effect.kind === 'observe') this.probes.set(server, effect.value);
    if (effect.kind === 'respond') this.requests.delete(effect.call);
  }

  private add({ atUs, ...event }: TraceEvent, told: Told | null): void {
    if (told === null) return;
    const { server, words } = told;
    const effect = event.kind === 'effect' ? event.effect.kind : null;
    if (effect === 'log') {
      const across = `${nameOf(this.members, server)} logs: `;
      const row: Row = {
        atUs,
        cells: [],
        across,
        plain: true,
        by: server,
        logs: words,
        call: this.call,
      };
      (this.draft?.logs ?? this.rows).push(row);
      return;
    }
    // What a server applies is told line by line.
    if (effect === 'emit' && this.draft?.emits === true) this.close();
    this.draft ??= beginDraft(atUs, { server, parts: [], call: this.call });
    addTo(this.draft, told);
    if (effect === 'emit') this.draft.emits = true;
  }

  private close(): void {
    const { draft } = this;
    this.draft = null;
    if (draft === null) return;
    this.tellDraft(draft);
    this.rows.push(...draft.logs);
  }

  private tellDraft(draft: Draft): void {
    const { atUs, cell, emits, isAct, isAbout, notes, logs } = draft;
    if (this.trigger?.kind === 'request' || this.trigger?.kind === 'reply') {
      this.inboxes.tookMessage(draft, this.effects);
    }
    // A message is worth a line if its receiver logs something.
    const isHeard = logs.length > 0 && cell.from !== undefined;
    if (cell.parts.length === 0 && !isHeard) return;
    // An arrow of the step's own says more.
    if (cell.from === undefined) this.arrivals.forEach((each) => this.insert(each));
    if (draft.isAnswer && this.answer(cell)) return void this.rows.push(...noteRows(draft));
    const before = this.rows.at(-1);
    const isAlone = isAct || isAbout || notes.length > 0;
    if (!isAlone && before?.atUs === atUs && isFree(before, cell)) {
      this.rows[this.rows.length - 1] = { ...before, cells: [...before.cells, cell] };
      return;
    }
    const isMarked = isAct && notes.length === 0;
    this.rows.push({
      atUs,
      cells: [cell],
      ...(emits ? { by: cell.server } : {}),
      ...(isMarked ? { isAct } : {}),
      ...(isAbout ? { isAbout } : {}),
    });
    this.rows.push(...noteRows(draft));
  }
}
