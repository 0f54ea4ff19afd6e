/*
 * As much of EDN (Clojure's data notation) as histories are written in: maps, vectors, lists, sets, texts,
 * integers, decimals, true, false, nil, keywords, symbols; comments, discarded forms, and tags, which are
 * left out.
 */

/** A keyword such as `:ok`, or a symbol, by its name. */
interface EdnName {
  readonly kind: 'keyword' | 'symbol';
  readonly name: string;
}

/** A number by its digits, so that none is lost. */
interface EdnNumber {
  readonly kind: 'number';
  readonly digits: string;
}

interface EdnMap {
  readonly kind: 'map';
  readonly entries: readonly (readonly [Edn, Edn])[];
}

export interface EdnItems {
  readonly kind: 'vector' | 'list' | 'set';
  readonly items: readonly Edn[];
}

export type Edn = null | boolean | string | EdnName | EdnNumber | EdnMap | EdnItems;

/** Text that is no EDN; `line` counts from 1. */
export class EdnError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}
