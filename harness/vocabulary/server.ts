/**
 * The one interface through which the simulator knows servers: an event in, effects out. A vm
 * context in this process and a sandboxed child process are both such servers; the suite in
 * `server-contract.fixture.ts` says what any of them must do.
 */

/** What can happen to a server. All texts are JSON. */
export type ServerEvent =
  | { readonly kind: 'boot' }
  | { readonly kind: 'timer'; readonly timer: number }
  | {
      readonly kind: 'request';
      readonly call: number;
      readonly method: string;
      readonly args: string;
    }
  /** `reply` is null when the request or the reply was lost. */
  | { readonly kind: 'reply'; readonly call: number; readonly reply: string | null }
  /** The service above calls a method; `args` is the JSON text of an array. */
  | {
      readonly kind: 'invoke';
      readonly invocation: number;
      readonly method: string;
      readonly args: string;
    };

/** What a server did in one step, in the order in which it did it. All values are JSON texts. */
export type Effect =
  | {
      readonly kind: 'send';
      readonly call: number;
      readonly to: number;
      readonly method: string;
      readonly args: string;
    }
  | { readonly kind: 'respond'; readonly call: number; readonly reply: string }
  | { readonly kind: 'save'; readonly state: string; readonly snapshot: string | null }
  /** Records were changed all at once, each key once and in order: a value of null removes one. */
  | { readonly kind: 'write'; readonly records: readonly RecordChange[] }
  | { readonly kind: 'set-timer'; readonly timer: number; readonly delayUs: number }
  | { readonly kind: 'clear-timer'; readonly timer: number }
  /** The server called the service above it, through the callback named `channel`. */
  | { readonly kind: 'emit'; readonly channel: string; readonly value: string }
  | { readonly kind: 'return'; readonly invocation: number; readonly value: string }
  /** The probe's answer at the end of a step; given only when it differs from the last one. */
  | { readonly kind: 'observe'; readonly value: string }
  | { readonly kind: 'log'; readonly text: string }
  /** The server's own code threw, rejected, or broke the contract; it can do nothing more. */
  | { readonly kind: 'fail'; readonly message: string; readonly stack: string }
  /** The server did more in one step than any server may. */
  | { readonly kind: 'flood'; readonly message: string };

/** An effect that is part of the run. A line of a log is none: who logs more or less has the same run. */
export type Deed = Exclude<Effect, { readonly kind: 'log' }>;

/** A record on a process's disk: its key and the JSON text of its value. */
export type StoredRecord = readonly [key: string, value: string];

/** A change of one record; null removes it. */
export type RecordChange = readonly [key: string, value: string | null];

/** Records whose keys begin so are the lab's own: no student's code reads or writes them. */
export const LAB_KEY_START = '$';

/** What a lab asks of a server's class, as data. */
export interface ServerContract {
  /** Methods that the service above calls; a server without one of them cannot start. */
  readonly methods: readonly string[];
  /** Callbacks that the constructor gets after the node, in this order. */
  readonly callbacks: readonly string[];
  /** Method whose answer is observed after every step, or null when there is none. */
  readonly probe: string | null;
  /**
   * Its node has a `store` of records in place of a `persister`. With `lab-records`, the constructor also gets the
   * lab's own records, after the callbacks: for a program of the lab that constructs the student's class.
   */
  readonly store?: 'records' | 'lab-records';
}

/** What a server knows when it starts. */
export interface Boot {
  /** Which of the submission's programs it runs. */
  readonly program: string;
  readonly name: string;
  /** Its index in `peers`. */
  readonly me: number;
  /** The processes of its group, itself included, by their number in the run. */
  readonly peers: readonly number[];
  /** The name of every process of the run, by its number. */
  readonly names: readonly string[];
  /** JSON text of what its program is started with. */
  readonly options: string;
  readonly contract: ServerContract;
  /** Seeds `Math.random` of this incarnation. */
  readonly randomSeed: number;
  /** JSON texts of what is on its disk; null where nothing was saved. */
  readonly state: string | null;
  readonly snapshot: string | null;
  /** The records on its disk, by ascending keys. */
  readonly records: readonly StoredRecord[];
}

/** One incarnation of a server. */
export interface Server {
  /**
   * Feeds one event, at the server's own clock, and returns what the server did. The time of day that it reads,
   * `Date`, is `dateAheadUs` ahead of that clock; 0 by default.
   */
  step(event: ServerEvent, clockUs: number, dateAheadUs?: number): readonly Effect[];
  /** The incarnation is dead: nothing of it may act or be seen any more. */
  stop(): void;
}

/** Starts incarnations of one submission. */
export interface ServerFactory {
  create(boot: Boot): Server;
}

/** More effects than this in one step are a flood: a healthy step makes fewer than a hundred. */
export const EFFECTS_PER_STEP_MAX = 10_000;
