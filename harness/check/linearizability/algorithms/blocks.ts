import { pairsInOrder } from '../program-order.ts';
import { splitIntoPieces, type Pieces } from './pieces.ts';
import type { StringOperation } from './string-operation.ts';
import { canFollowEachOther, type Zone, type ZonePair } from './zones.ts';

/**
 * Decides a string that is overwritten, appended to and read, all with different texts. What a read
 * returns then tells which write it goes back to, and which appends followed that write, in order. A
 * write (or the beginning), the appends seen after it and the reads that saw them form a block: they go
 * together, so that blocks fit or not like the clusters of a register (see zones.ts). What nobody saw
 * is a block of its own.
 *
 * Undefined if some read can be understood in several ways.
 */
export function decideByBlocks(
  operations: readonly StringOperation[],
): 'holds' | 'violated' | undefined {
  const mutations = new Map<string, StringOperation>();
  const reads = new Map<string, StringOperation[]>();
  for (const operation of operations) {
    if (operation.kind !== 'read') {
      if (operation.text === '' || mutations.has(operation.text)) return undefined;
      mutations.set(operation.text, operation);
    } else {
      const same = reads.get(operation.text);
      if (same === undefined) reads.set(operation.text, [operation]);
      else same.push(operation);
    }
  }
  const blocks = new Blocks(mutations);
  // A text sorts before all that begin with it; so from the end, the longest come first.
  for (const [text, same] of [...reads].toSorted(([a], [b]) => (a < b ? 1 : -1))) {
    const outcome = blocks.add(text, same);
    if (outcome !== 'fits') return outcome === 'ambiguous' ? undefined : 'violated';
  }
  const places = blocks.places();
  const pairs = places === undefined ? undefined : pairsOf(operations, places);
  if (places === undefined || pairs === undefined) return 'violated';
  return canFollowEachOther(places.zones, pairs) ? 'holds' : 'violated';
}

/** A write, or the beginning, and what was seen to follow it. */
interface Block {
  /** The longest text that was read. */
  readonly text: string;
  /** Undefined for the beginning. */
  readonly write: StringOperation | undefined;
  readonly appends: readonly StringOperation[];
  /** The length of the text after each number of appends. */
  readonly lengths: readonly number[];
  /** The reads that saw each number of appends. */
  readonly reads: readonly StringOperation[][];
}

class Blocks {
  private readonly mutations: ReadonlyMap<string, StringOperation>;
  private readonly pieces: Pieces;
  private readonly blocks = new Map<StringOperation | undefined, Block>();
  private readonly seen = new Set<StringOperation>();
  private latest: Block | undefined;

  constructor(mutations: ReadonlyMap<string, StringOperation>) {
    this.mutations = mutations;
    const ofKind = (wanted: string): Set<string> =>
      new Set([...mutations].filter(([, { kind }]) => kind === wanted).map(([text]) => text));
    this.pieces = { firsts: ofKind('write'), others: ofKind('append') };
  }

  /** Adds all reads that returned `text`, after those of all longer texts that begin with it. */
  add(text: string, reads: readonly StringOperation[]): 'fits' | 'ambiguous' | 'impossible' {
    if (this.latest?.text.startsWith(text) === true && join(this.latest, text, reads))
      return 'fits';
    const pieces = splitIntoPieces(text, this.pieces);
    if (pieces === undefined) return 'impossible';
    if (pieces === 'ambiguous') return 'ambiguous';
    const parts = pieces.flatMap((piece) => this.mutations.get(piece) ?? []);
    const write = parts[0]?.kind === 'write' ? parts[0] : undefined;
    const known = this.blocks.get(write);
    if (known !== undefined) {
      return known.text.startsWith(text) && join(known, text, reads) ? 'fits' : 'impossible';
    }
    const isRepeated =
      parts.some((part) => this.seen.has(part)) || new Set(parts).size < parts.length;
    if (isRepeated) return 'impossible';
    for (const part of parts) this.seen.add(part);
    this.latest = newBlock(text, write, write === undefined ? parts : parts.slice(1));
    this.blocks.set(write, this.latest);
    join(this.latest, text, reads);
    return 'fits';
  }

  /** Where each block and all that nobody saw stand; undefined if a block cannot even happen alone. */
  places(): Places | undefined {
    const zones: Zone[] = [];
    for (const block of this.blocks.values()) {
      const zone = zoneOf(block);
      if (zone === undefined) return undefined;
      zones.push(zone);
    }
    const unseen: StringOperation[] = [];
    for (const mutation of this.mutations.values()) {
      const { callTime, returnTime } = mutation;
      // One of unknown end that nobody saw need not have happened.
      if (this.seen.has(mutation) || returnTime === Infinity) continue;
      unseen.push(mutation);
      zones.push({ earliestReturn: returnTime, latestCall: callTime });
    }
    return { zones, blocks: [...this.blocks.values()], unseen };
  }
}

/** Zones: first those of the blocks, then those of the unseen, one each. */
interface Places {
  readonly zones: readonly Zone[];
  readonly blocks: readonly Block[];
  readonly unseen: readonly StringOperation[];
}

/**
 * The pairs of zones that clients put in order although their times only touch; undefined if a client has
 * something later in a block before something earlier.
 */
function pairsOf(operations: readonly StringOperation[], places: Places): ZonePair[] | undefined {
  const inOrder = pairsInOrder(operations);
  if (inOrder.length === 0) return [];
  const placeOf = numbered(places);
  const pairs: ZonePair[] = [];
  for (const [first, second] of inOrder) {
    const [before, after] = [placeOf.get(first), placeOf.get(second)];
    if (before === undefined || after === undefined) continue;
    if (before.zone !== after.zone) pairs.push([before.zone, after.zone]);
    else if (before.step > after.step) return undefined;
  }
  return pairs;
}

interface Place {
  readonly zone: number;
  /** Counts writes, appends and what was read after each. */
  readonly step: number;
}

function numbered({ blocks, unseen }: Places): ReadonlyMap<StringOperation, Place> {
  const placeOf = new Map<StringOperation, Place>();
  for (const [zone, { write, appends, reads }] of blocks.entries()) {
    if (write !== undefined) placeOf.set(write, { zone, step: 0 });
    for (const [index, append] of appends.entries()) {
      placeOf.set(append, { zone, step: 2 * index + 2 });
    }
    for (const [stage, same] of reads.entries()) {
      for (const read of same) placeOf.set(read, { zone, step: 2 * stage + 1 });
    }
  }
  for (const [index, operation] of unseen.entries()) {
    placeOf.set(operation, { zone: blocks.length + index, step: 0 });
  }
  return placeOf;
}

function newBlock(
  text: string,
  write: StringOperation | undefined,
  appends: readonly StringOperation[],
): Block {
  const lengths = [write?.text.length ?? 0];
  for (const append of appends) lengths.push((lengths.at(-1) ?? 0) + append.text.length);
  return { text, write, appends, lengths, reads: lengths.map(() => []) };
}

/** Adds reads of the beginning of a block's text; false if it ends inside an append's text. */
function join({ lengths, reads }: Block, text: string, same: readonly StringOperation[]): boolean {
  const stage = reads[indexOf(lengths, text.length)];
  stage?.push(...same);
  return stage !== undefined;
}

function indexOf(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted ? low : -1;
}

/** Undefined if something in the block returned before something that comes earlier in it was called. */
function zoneOf({ write, appends, reads }: Block): Zone | undefined {
  let earliestReturn = -Infinity;
  let latestCall = -Infinity;
  if (write !== undefined) ({ returnTime: earliestReturn, callTime: latestCall } = write);
  for (const [stage, same] of reads.entries()) {
    const append = appends[stage - 1];
    const callsBefore = Math.max(latestCall, append?.callTime ?? -Infinity);
    for (const { callTime, returnTime } of append === undefined ? same : [append, ...same]) {
      if (returnTime < callsBefore) return undefined;
      earliestReturn = Math.min(earliestReturn, returnTime);
      latestCall = Math.max(latestCall, callTime);
    }
  }
  return { earliestReturn, latestCall };
}
