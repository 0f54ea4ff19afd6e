/** What somebody handed in, found and checked, before anything of it is compiled. */
export interface HandedIn {
  /** Unlike that of any other. */
  readonly name: string;
  /** Where it came from, as it was typed or as the roster says. */
  readonly from: string;
  /** ISO 8601; null when nobody said. */
  readonly submittedAt: string | null;
  readonly content: Content;
}

/** A folder with its files, or the reason why there is none. */
export type Content =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'unusable'; readonly reason: string };
