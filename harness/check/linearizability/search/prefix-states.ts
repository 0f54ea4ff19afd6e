/**
 * The states of a string that is overwritten and appended to, as far as anyone can tell them apart.
 *
 * Only what some read returned can ever be confirmed, so all strings that are no prefix of any
 * observed output count as one state: lost. It stays lost until the next overwrite. A state that is a
 * prefix is named by the first observed output (in sorted order) that begins with it, and its length;
 * appending is a binary search, and no string is ever built.
 */
export class PrefixStates {
  /** Sorted, without duplicates. */
  private readonly outputs: readonly string[];
  private readonly keepsLength: boolean;

  /** State to the observed outputs that begin with it, from `first` up to but without `end`. */
  private readonly first: number[] = [];
  private readonly end: number[] = [];
  /** State to its length; of a lost state only if lengths are kept. */
  private readonly length: number[] = [];
  private readonly stateAt = new Map<string, number>();
  private readonly appended = new Map<number, number[]>();
  private readonly stateOfOutput = new Map<string, number>();

  /** `keepsLength`: lost states are told apart by length, for appends that report where they landed. */
  constructor(observed: Iterable<string>, keepsLength: boolean) {
    this.outputs = [...new Set(observed)].toSorted(byCodeUnits);
    this.keepsLength = keepsLength;
  }

  /** The state that holds exactly `text`. */
  stateOf(text: string): number {
    const known = this.stateOfOutput.get(text);
    if (known !== undefined) return known;
    const state = this.narrow(0, this.outputs.length, 0, text);
    this.stateOfOutput.set(text, state);
    return state;
  }

  /** The state after appending `text`, whose number among all appended texts is `token`. */
  append(state: number, token: number, text: string): number {
    let row = this.appended.get(state);
    if (row === undefined) this.appended.set(state, (row = []));
    return (row[token] ??= this.narrow(
      this.first[state] ?? 0,
      this.end[state] ?? 0,
      this.length[state] ?? 0,
      text,
    ));
  }

  isLost(state: number): boolean {
    return this.first[state] === this.end[state];
  }

  lengthOf(state: number): number {
    return this.length[state] ?? 0;
  }

  /** How many characters `target` has more than `state`, with which it begins; -1 if it does not. */
  missing(state: number, target: number): number {
    const index = this.first[target] ?? 0;
    const begins = index >= (this.first[state] ?? 0) && index < (this.end[state] ?? 0);
    return begins ? this.lengthOf(target) - this.lengthOf(state) : -1;
  }

  /** The text of a state that is not lost. */
  textOf(state: number): string {
    return (this.outputs[this.first[state] ?? 0] ?? '').slice(0, this.lengthOf(state));
  }

  /** Of the outputs from `first` to `end`, which share `offset` characters, those that go on with `text`. */
  private narrow(first: number, end: number, offset: number, text: string): number {
    const from = this.search(first, end, (output) => compareAt(output, offset, text) < 0);
    const to = this.search(from, end, (output) => compareAt(output, offset, text) <= 0);
    return this.intern(from, to, offset + text.length);
  }

  /** The first index in the range whose output is not `before`. */
  private search(first: number, end: number, before: (output: string) => boolean): number {
    let low = first;
    let high = end;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (before(this.outputs[middle] ?? '')) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private intern(first: number, end: number, length: number): number {
    const isLost = first === end;
    const kept = isLost && !this.keepsLength ? 0 : length;
    const name = isLost ? `lost ${kept}` : `${first} ${kept}`;
    const known = this.stateAt.get(name);
    if (known !== undefined) return known;
    const state = this.first.length;
    this.stateAt.set(name, state);
    this.first.push(isLost ? 0 : first);
    this.end.push(isLost ? 0 : end);
    this.length.push(kept);
    return state;
  }
}

/** Compares `output` from `offset` on with `text`; 0 if it begins with it there. */
function compareAt(output: string, offset: number, text: string): number {
  for (let index = 0; index < text.length; index++) {
    const at = offset + index;
    if (at >= output.length) return -1;
    const difference = output.charCodeAt(at) - text.charCodeAt(index);
    if (difference !== 0) return difference;
  }
  return 0;
}

function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
