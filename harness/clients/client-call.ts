import type { End, Json } from '../check/history/operation.ts';

/** A call of a client's method, whoever makes it: a script, or a recording that is played. */
export interface ClientCall {
  /** Its number among the calls of the run. */
  readonly number: number;
  readonly process: number;
  /** The client's name at the call: that of its process, with a number after a restart. */
  readonly client: string;
  readonly method: string;
  readonly args: readonly Json[];
  /** The arguments, as histories and reports name them. */
  readonly input: Json;
  readonly atUs: number;
}

/** What a process's answer means: to the script, and to whoever listens. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly output: Json;
  /** `failed`: certainly nothing happened; `unknown`: it may have taken effect, or may yet. */
  readonly end: End;
}

/**
 * What clients did, as it happens. A call whose process crashed stays unknown: it may take effect later,
 * or never.
 */
export type CallFact = { readonly call: ClientCall; readonly atUs: number } & (
  | { readonly kind: 'called' }
  | ({ readonly kind: 'returned' } & Answered<unknown>)
  | { readonly kind: 'crashed' }
);

/** A method of a client's process. */
export interface Method<Answer> {
  /** What facts say of its arguments. */
  readonly input: (args: readonly Json[]) => Json;
  /** Throws ShapeError for what is no answer. */
  readonly read: (value: Json) => Answered<Answer>;
}

/** The input of a method whose arguments have these names, in their order. */
export function named(...parameters: readonly string[]): (args: readonly Json[]) => Json {
  return (args) => Object.fromEntries(parameters.map((name, i) => [name, args[i] ?? null]));
}
