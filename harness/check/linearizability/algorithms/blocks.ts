import { splitIntoPieces, type Pieces } from './pieces.ts';
import type { StringOperation } from './string-operation.ts';
import { fitTogether, type Zone } from './zones.ts';

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
  const zones = blocks.zones();
  return zones !== undefined && fitTogether(zones) ? 'holds' : 'violated';
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

  /** The zone of each block and of all that nobody saw; undefined if a block cannot even happen alone. */
  zones(): Zone[] | undefined {
    const zones: Zone[] = [];
    for (const block of this.blocks.values()) {
      const zone = zoneOf(block);
      if (zone === undefined) return undefined;
      zones.push(zone);
    }
    for (const mutation of this.mutations.values()) {
      const { callTime, returnTime } = mutation;
      // One of unknown end that nobody saw need not have happened.
      if (this.seen.has(mutation) || returnTime === Infinity) continue;
      zones.push({ earliestReturn: returnTime, latestCall: callTime });
    }
    return zones;
  }
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
