/** Why a submission cannot be taken as it is; the others can. */
export class UnusableError extends Error {}

/** What a submission may bring: many times what the largest correct solution has. */
const FILES_MAX = 1_000;
const FILE_BYTES_MAX = 1_000_000;
const BYTES_MAX = 8_000_000;
/** Also counts what is left out. */
const ENTRIES_MAX = 50_000;
const DEPTH_MAX = 20;
/** What a file system takes as one name. */
const NAME_BYTES_MAX = 255;

const SOURCE = /\.[cm]?[jt]sx?$|\.json$/;
/** What a compiler would take for orders. */
const ORDERS = /^(?:package|package-lock|tsconfig|jsconfig)(?:\..*)?\.json$/;
const LEFT_OUT = /^(?:\.|__MACOSX$|node_modules$)/;
const ARCHIVE = /\.(?:zip|tar|tgz|tar\.\w+|7z|rar)$/i;

/** Names of other files that are told of a submission without source files. */
const NAMES_TOLD = 8;

/** What an entry of a folder or an archive is. */
export type EntryKind = 'file' | 'folder' | 'link' | 'special file';

/**
 * The source files of a submission by their names, checked one by one before anything of them is written. What
 * is no source file, packages that were installed, and files that begin with a dot are left out.
 */
export class SourceFiles {
  private readonly files = new Map<string, Uint8Array>();
  /** Other files at its top, for messages. */
  private readonly others: string[] = [];
  private entries = 0;
  private bytes = 0;

  /**
   * Checks an entry by its name, kind and size; returns the name under which its text is wanted, or null.
   * Throws `UnusableError` for what no honest submission holds.
   */
  admit(name: string, kind: EntryKind, bytes: number): string | null {
    if (++this.entries > ENTRIES_MAX) {
      throw new UnusableError(`it holds more than ${ENTRIES_MAX} files; hand in source files only`);
    }
    const segments = checkName(name);
    const last = segments.at(-1);
    if (last === undefined || segments.some((each) => LEFT_OUT.test(each))) return null;
    if (kind === 'folder') return null;
    if (kind !== 'file')
      throw new UnusableError(`'${show(name)}' is a ${kind}; hand in plain files only`);
    if (!SOURCE.test(last) || ORDERS.test(last)) {
      if (this.others.length < NAMES_TOLD) this.others.push(segments.join('/'));
      return null;
    }
    if (bytes > FILE_BYTES_MAX) {
      throw new UnusableError(
        `'${show(name)}' has ${bytes} bytes; a source file may have ${FILE_BYTES_MAX} bytes`,
      );
    }
    this.bytes += bytes;
    if (this.bytes > BYTES_MAX) {
      throw new UnusableError(`its source files have more than ${BYTES_MAX} bytes together`);
    }
    const path = segments.join('/');
    if (this.files.has(path)) throw new UnusableError(`it holds '${show(name)}' twice`);
    if (this.files.size >= FILES_MAX) {
      throw new UnusableError(`it holds more than ${FILES_MAX} source files`);
    }
    this.files.set(path, new Uint8Array());
    return path;
  }

  /** The text of a file that was admitted; it may not be longer than was said. */
  put(path: string, text: Uint8Array): void {
    this.files.set(path, text);
  }

  /** What there is in place of source files. */
  tellOthers(): string {
    const [first] = this.others;
    if (first === undefined) return 'it holds no source files';
    const archive = this.others.find((each) => ARCHIVE.test(each));
    if (archive !== undefined) {
      return `it holds no source files, but an archive, '${show(archive)}': unpack it, and hand in what is in it`;
    }
    return `it holds no source files, only ${this.others.map(show).join(', ')}`;
  }

  /** The files, without a folder around all of them: many archives have one. */
  unwrapped(): ReadonlyMap<string, Uint8Array> {
    let files = [...this.files];
    for (;;) {
      const tops = new Set(files.map(([path]) => path.slice(0, path.indexOf('/') + 1)));
      const [top = ''] = tops;
      if (tops.size !== 1 || top === '' || top === 'src/') return new Map(files);
      files = files.map(([path, text]) => [path.slice(top.length), text]);
    }
  }
}

/** The segments of a name; throws `UnusableError` when it leads out of its folder, or nowhere. */
function checkName(name: string): string[] {
  const refuse = (why: string): never => {
    throw new UnusableError(`the name '${show(name)}' ${why}`);
  };
  // Archives made on Windows may have these.
  const path = name.replaceAll('\\', '/').normalize('NFC');
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) refuse('is absolute');
  if (/\p{Cc}/u.test(path)) refuse('has a control character');
  const segments = path.split('/').filter((each) => each !== '' && each !== '.');
  if (segments.includes('..')) refuse('leads out of its folder');
  if (segments.length > DEPTH_MAX) refuse(`is more than ${DEPTH_MAX} folders deep`);
  if (segments.some((each) => Buffer.byteLength(each) > NAME_BYTES_MAX)) {
    refuse(`has a part of more than ${NAME_BYTES_MAX} bytes`);
  }
  return segments;
}

/** A name that somebody else chose, fit for a message. */
function show(name: string): string {
  const plain = name.replaceAll(/\p{Cc}/gu, '?');
  return plain.length <= 80 ? plain : `${plain.slice(0, 77)}...`;
}
