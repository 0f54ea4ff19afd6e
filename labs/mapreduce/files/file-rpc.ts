/**
 * What goes over the network between a worker's `Files` and the process that holds them. `id` is one
 * for each wish of a worker: a request that comes again is answered again, and carried out once.
 */
export interface FileRpc {
  read(args: { readonly name: string }): string | null;
  list(args: { readonly prefix: string }): readonly string[];
  /** Gives the number under which `write` knows the file, whatever it is called by then. */
  open(args: { readonly id: string; readonly name: string }): number;
  write(args: {
    readonly id: string;
    readonly handle: number;
    readonly position: number;
    readonly text: string;
  }): boolean;
  rename(args: { readonly id: string; readonly from: string; readonly to: string }): boolean;
  remove(args: { readonly id: string; readonly name: string }): boolean;
}

/** The process that holds the files. */
export const FILES = 'files';
