/** What servers ask each other. Every answer comes a tick later, when all that it says is on the disk. */
import type { Json } from 'splitbrain/raft';

/** A place in the log. */
export type Place = readonly [index: number, term: number];

export type Entry = readonly [term: number, command: Json];

/** A candidate asks for a vote; its log ends at `end`. */
export interface Candidacy {
  readonly term: number;
  readonly candidate: number;
  readonly end: Place;
}

/** A leader's entries, which follow the one at `after`; none in a heartbeat. */
export interface Part {
  readonly term: number;
  readonly after: Place;
  readonly entries: readonly Entry[];
  readonly committed: number;
}

/** The service's state in place of the log up to `upTo`. */
export interface Image {
  readonly term: number;
  readonly upTo: Place;
  readonly state: Json;
}

export interface InboxRpc {
  poll(candidacy: Candidacy): { term: number; isVote: boolean };
  /** `shared` is the last place that the two logs may have in common where the entries do not fit. */
  extend(part: Part): { term: number; shared?: Place };
  restore(image: Image): { term: number };
}
