/** What goes over the network between a worker's `Files` and the process that holds them. */
export interface FileRpc {
  read(args: { readonly name: string }): string | null;
  list(args: { readonly prefix: string }): readonly string[];
  /** Returns the number under which `write` knows the file, whatever it is called by then. */
  open(args: { readonly name: string }): number;
  /** False when no file was ever opened under that number. */
  write(args: {
    readonly handle: number;
    readonly position: number;
    readonly text: string;
  }): boolean;
  rename(args: { readonly from: string; readonly to: string }): boolean;
  remove(args: { readonly name: string }): boolean;
}

/** Name of the process that holds the files. */
export const FILES = 'files';
