import { crc32, deflateRawSync } from 'node:zlib';
import { Header } from 'tar';

/** An entry of an archive, as honest or not as a test wants it. */
export interface Packed {
  readonly name: string;
  readonly text?: string | Buffer;
  /** A symbolic link to this. */
  readonly link?: string;
  /** A kind of a tar file's own, such as CharacterDevice. */
  readonly type?: 'Link' | 'CharacterDevice' | 'FIFO';
  /** What a zip file's directory says of its length, whatever it is. */
  readonly claimedBytes?: number;
}

const BLOCK = 512;

/** A tar file with entries that no packing program would make. */
export function tarOf(entries: readonly Packed[]): Buffer {
  const blocks = entries.flatMap(({ name, text = '', link, type }) => {
    const body = Buffer.from(text);
    const head = Buffer.alloc(BLOCK);
    const kind = type ?? (link === undefined ? 'File' : 'SymbolicLink');
    const size = kind === 'File' ? body.length : 0;
    new Header({
      path: name,
      type: kind,
      size,
      mode: 0o644,
      ...(link === undefined ? {} : { linkpath: link }),
    }).encode(head, 0);
    const padding = Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
    return size > 0 ? [head, body, padding] : [head];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A zip file likewise. */
export function zipOf(entries: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text = '', link, claimedBytes } of entries) {
    const body = Buffer.from(link ?? text);
    const packed = deflateRawSync(body);
    const path = Buffer.from(name);
    // Version, flags (names in UTF-8), deflated, time, date, checksum, sizes, lengths of name and extra.
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedBytes ?? body.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, path, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((link === undefined ? 0o100_644 : 0o120_777) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), common, rest, path);
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\u0005\u0006'), end]);
}
