/** A file, whatever its name is by now: those who have it open write into it even after a rename. */
export interface StoredFile {
  contents: string;
}

/** What a gap reads as that nobody has written yet. */
const HOLE = '\0';

/** Names and files, with the semantics of POSIX: open empties, writes have a place, rename is atomic. */
export class FileStore {
  private readonly files = new Map<string, StoredFile>();

  /** The file called `name`; null when there is none. */
  find(name: string): StoredFile | null {
    return this.files.get(name) ?? null;
  }

  /** Opens `name` for writing: a new file, or the one that is there, emptied for all who have it open. */
  open(name: string): StoredFile {
    const file = this.files.get(name) ?? { contents: '' };
    file.contents = '';
    this.files.set(name, file);
    return file;
  }

  /** Puts `text` at a place in the file; what lies before it and was never written is a hole. */
  write(file: StoredFile, position: number, text: string): void {
    const { contents } = file;
    const before = contents.slice(0, position).padEnd(position, HOLE);
    file.contents = before + text + contents.slice(position + text.length);
  }

  /** False when there is no file `from`. */
  rename(from: string, to: string): boolean {
    const file = this.files.get(from);
    if (file === undefined) return false;
    this.files.delete(from);
    this.files.set(to, file);
    return true;
  }

  /** False when there was no such file. */
  remove(name: string): boolean {
    return this.files.delete(name);
  }

  /** Names that begin with `prefix`, sorted. */
  list(prefix: string): string[] {
    return [...this.files.keys()].filter((name) => name.startsWith(prefix)).toSorted();
  }

  /** What `file` is called; null when it was removed or replaced. */
  nameOf(file: StoredFile): string | null {
    for (const [name, each] of this.files) if (each === file) return name;
    return null;
  }
}
