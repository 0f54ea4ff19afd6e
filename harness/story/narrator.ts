import type { TraceEvent } from '../sim/trace-event.ts';
import type { Member } from '../vocabulary/role.ts';
import type { Effect, ServerEvent } from '../vocabulary/server.ts';
import type { Waits } from './waits.ts';

/** What is told of one event, in a few words for its server's column. */
export interface Told {
  readonly server: number;
  /** Empty for a message that deserves a line only if its receiver does something worth telling. */
  readonly words: string;
  /** The same where the column is too narrow. */
  readonly short?: string;
  /** Several steps of its server with the same words here are told in one line, by these. */
  readonly alike?: string;
  /** The server that the message came from: drawn as an arrow with one of `labels` at its tail. */
  readonly from?: number;
  /** Names for the message, the longest first; the first that fits is taken. */
  readonly labels?: readonly string[];
  /** What follows from it for the system as a whole: lines of their own. */
  readonly notes?: readonly string[];
  /** It ends what its server's line before began, and is told on that line if none came between. */
  readonly isAnswer?: boolean;
  /** What the verdict is about: told although it may be long ago. */
  readonly isAbout?: boolean;
  /** It is certainly wrong, whatever comes of it: the last note says why. */
  readonly isAct?: boolean;
}

/** What came before an event; texts are JSON. */
export interface Past {
  /** What began the step that the event belongs to; null outside of steps. */
  readonly trigger: ServerEvent | null;
  /** What the step did before. */
  readonly effects: readonly Effect[];
  /** State on the server's disk; null while nothing was saved. */
  saved(server: number): string | null;
  /** The records on the server's disk: JSON texts by their keys. */
  records(server: number): ReadonlyMap<string, string>;
  /** What the probe last said of the server, also before a restart; null while it said nothing. */
  observed(server: number): string | null;
  /** The request that the server received under this number. */
  request(call: number): PastRequest | undefined;
}

/** A request that a server received; `args` is JSON. */
export interface PastRequest {
  readonly from: number;
  readonly method: string;
  readonly args: string;
}

/** A lab's words for one run. It hears of every event, in order. */
export interface Narrator {
  /** Null to leave the event to the story, which knows crashes and faults. */
  tell(event: TraceEvent, past: Past): Told | null;
  /** Of a run that stalled, what explains what it waits for, in sentences below the story. */
  tellStall?(waits: Waits): readonly string[];
}

/** Begins the story of a run of these processes; `evidence` is what the verdict says of it, in words. */
export type Describe = (members: readonly Member[], evidence: string) => Narrator;
