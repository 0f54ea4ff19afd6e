import type { Node, Store, StoreNode } from './node.ts';

/** A program's node, which also has what the scenario starts the program with. */
export interface ProgramNode<Options> extends Node<never> {
  readonly options: Options;
}

/**
 * The same in a lab that keeps records.
 *
 * @public
 */
export interface ProgramStoreNode<Options> extends StoreNode<never> {
  readonly options: Options;
}

/**
 * The lab's own records on a process's disk, whose keys begin with `$`: what the student's code cannot reach
 * and the tests trust. A program gets them after its callbacks when its contract says `store: 'lab-records'`.
 *
 * @public
 */
export interface LabRecords extends Pick<Store, 'get' | 'keys'> {
  /** Changes records of the lab and of the student as one write: both, or neither. */
  write(
    ofLab: { readonly [key: string]: unknown },
    ofStudent?: { readonly [key: string]: unknown },
  ): void;
}
