/*
 * What judge and child send each other. A frame is numbers and one text, little-endian as the machine is:
 *
 *   float64  bytes of the whole frame
 *   float64  its kind
 *   float64  how many numbers follow
 *   float64  1 when the text is in UTF-16 units, 0 when each unit is one byte
 *   float64  the numbers, each
 *   bytes    the text: all texts of the frame one behind the other; their lengths are among the numbers
 *
 * Units are kept as they are, lone surrogates too, so that the trace of a run is the same as without frames.
 */

/** Larger frames are refused by both sides: a step of correct code needs less than a hundredth of it. */
export const FRAME_BYTES_MAX = 64 * 1024 * 1024;
const START_BYTES = 64 * 1024;
const HEADER = 4;
const NUMBER_BYTES = 8;
export const HEADER_BYTES = HEADER * NUMBER_BYTES;

/** It has the form of no frame; the message says what is wrong with it. */
export class BadFrame extends Error {}

/** Of a text whose units are one byte each for the engine too, it looks at none. */
const isWide = /[\u0100-\uffff]/;

/** Writes frames, one after the other, into the same memory. */
export class FrameWriter {
  bytes = Buffer.alloc(START_BYTES);
  private numbers = numbersOf(this.bytes);
  private count = 0;
  private all = '';
  private kind = 0;

  begin(kind: number): void {
    this.kind = kind;
    this.count = 0;
    this.all = '';
  }

  number(value: number): void {
    const at = HEADER + this.count++;
    if (at === this.numbers.length) this.grow(this.bytes.length * 2, at * NUMBER_BYTES);
    this.numbers[at] = value;
  }

  text(value: string): void {
    this.number(value.length);
    this.all += value;
  }

  /** Ends the frame, and returns its length in bytes. Throws `BadFrame` when it is too large. */
  finish(): number {
    const { all, count, kind } = this;
    const start = (HEADER + count) * NUMBER_BYTES;
    const wide = isWide.test(all);
    const length = start + (wide ? 2 * all.length : all.length);
    if (length > FRAME_BYTES_MAX) throw new BadFrame(tooLarge(length));
    if (length > this.bytes.length) this.grow(length, start);
    if (wide) this.bytes.write(all, start, 'utf16le');
    else if (all !== '') this.bytes.write(all, start, 'latin1');
    const { numbers } = this;
    numbers[0] = length;
    numbers[1] = kind;
    numbers[2] = count;
    numbers[3] = wide ? 1 : 0;
    this.all = '';
    return length;
  }

  private grow(needed: number, used: number): void {
    if (used > FRAME_BYTES_MAX) throw new BadFrame(tooLarge(used));
    const old = this.bytes;
    this.bytes = Buffer.alloc(roundUp(needed));
    old.copy(this.bytes, 0, 0, used);
    this.numbers = numbersOf(this.bytes);
  }
}

/** Reads a frame out of memory that others have filled; trusts nothing in it. */
export class FrameReader {
  bytes = Buffer.alloc(START_BYTES);
  kind = 0;
  private numbers = numbersOf(this.bytes);
  private count = 0;
  private next = 0;
  private all = '';
  private at = 0;

  /** Bytes of the frame whose header is at the start of `bytes`, for which there is room now. */
  expect(): number {
    const length = this.numbers[0] ?? 0;
    if (!Number.isInteger(length) || length < HEADER_BYTES) {
      throw new BadFrame(`a frame says that it has ${length} bytes, which no frame has`);
    }
    if (length > FRAME_BYTES_MAX) throw new BadFrame(tooLarge(length));
    if (length > this.bytes.length) {
      const old = this.bytes;
      this.bytes = Buffer.alloc(roundUp(length));
      old.copy(this.bytes);
      this.numbers = numbersOf(this.bytes);
    }
    return length;
  }

  /** Begins to read the frame of that many bytes, all of which are there. */
  open(length: number): void {
    const { numbers } = this;
    const count = numbers[2] ?? 0;
    const start = (HEADER + count) * NUMBER_BYTES;
    if (!Number.isInteger(count) || count < 0 || start > length) {
      throw new BadFrame(`a frame of ${length} bytes says that it has ${count} numbers`);
    }
    this.kind = numbers[1] ?? 0;
    this.count = HEADER + count;
    this.next = HEADER;
    this.at = 0;
    const { bytes } = this;
    const units = numbers[3] === 0 ? 'latin1' : 'utf16le';
    this.all = start === length ? '' : bytes.toString(units, start, length);
  }

  number(): number {
    if (this.next === this.count) throw new BadFrame('a frame ends before its last number');
    return this.numbers[this.next++] ?? 0;
  }

  /** A number that counts something: a whole one from 0 to `max`. */
  whole(max: number, what: string): number {
    const value = this.number();
    if (Number.isInteger(value) && value >= 0 && value <= max) return value;
    throw new BadFrame(`${what} is ${value}, not a whole number from 0 to ${max}`);
  }

  text(): string {
    const { at, all } = this;
    const length = this.whole(all.length - at, 'the length of a text');
    this.at += length;
    return length === all.length ? all : all.slice(at, at + length);
  }

  /** Nothing more may be in the frame. */
  end(): void {
    const more = this.count - this.next + this.all.length - this.at;
    if (more > 0) throw new BadFrame(`a frame has ${more} numbers and letters more than it may`);
    this.all = '';
  }
}

function numbersOf(bytes: Buffer): Float64Array {
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / NUMBER_BYTES);
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / START_BYTES) * START_BYTES;
}

function tooLarge(bytes: number): string {
  return `a frame of ${bytes} bytes, of which ${FRAME_BYTES_MAX} are allowed`;
}
