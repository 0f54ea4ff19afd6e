/** Lab 1, MapReduce: everything that a student's coordinator and worker import. */
export { sleep, type Json, type Node, type Peer, type Persister } from '../node.ts';

/** One pair that a map task emits, and that a reduce task collects by its key. */
export interface KeyValue {
  readonly key: string;
  readonly value: string;
}

/**
 * The application: what the job computes. Both functions take virtual time, so await them; between
 * two calls, a worker may do what it likes.
 */
export interface App {
  /** Turns one input file into pairs; the same file always gives the same pairs. */
  map(file: string, contents: string): Promise<readonly KeyValue[]>;
  /** Turns all values that the map tasks emitted for `key`, in any order, into one. */
  reduce(key: string, values: readonly string[]): Promise<string>;
}

/** What there is to do: one map task for each file, and this many reduce tasks. */
export interface Job {
  /** Names of the input files. */
  readonly files: readonly string[];
  /** Reduce tasks have the numbers 0 to `reduceTasks - 1`. */
  readonly reduceTasks: number;
}

/**
 * The files that all workers share, over a network that loses nothing here. Files outlive every
 * crash. Each method takes effect at some time between the call and the promise's settling, so await
 * one before a next that relies on it.
 */
export interface Files {
  /** The contents of the file called `name`, or `undefined` when there is none. */
  read(name: string): Promise<string | undefined>;
  /**
   * Writes a file, piece by piece of 500 characters: it is there, and empty, from the first moment,
   * and others can see it grow. A file of that name is emptied first; two that write one file at the
   * same time write into each other's.
   */
  write(name: string, contents: string): Promise<void>;
  /**
   * Returns the file `from` the name `to`, in one step that nobody sees half done, and in place of
   * whatever was called `to`. False when there is no file `from`.
   */
  rename(from: string, to: string): Promise<boolean>;
  /** Removes a file. False when there was none of that name. */
  remove(name: string): Promise<boolean>;
  /** Names of all files that begin with `prefix`, in alphabetical order. */
  list(prefix?: string): Promise<readonly string[]>;
}

/** What the tests ask of a coordinator, besides the RPC handlers that its workers call. */
export interface Coordinator {
  /**
   * Whether the whole job is finished: all output files are there. Asked once a second; the
   * coordinator's process ends a second after the first `true`.
   */
  done(): boolean;
}

/** What the tests ask of a worker. */
export interface Worker {
  /** Does tasks until the job is finished. The worker's process ends when the promise is fulfilled. */
  run(): Promise<void>;
}

/** The reduce task, 0 to `reduceTasks - 1`, whose output holds `key`: the 32-bit FNV-1a hash decides. */
export function reduceTaskOf(key: string, reduceTasks: number): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % reduceTasks;
}

/** Name of the file that a reduce task's output has in the end. */
export function outputName(reduceTask: number): string {
  return `mr-out-${reduceTask}`;
}
