import { closeSync, readSync, writeSync } from 'node:fs';
import { BadFrame, FrameReader, FrameWriter, HEADER_BYTES } from './frame.ts';

/** The other side has closed its end: it is gone. */
export class ChannelClosed extends Error {}

/** One end of two pipes. Both directions block: whoever waits for a frame does nothing else. */
export class Channel {
  /** The frame that is sent next. */
  readonly out = new FrameWriter();
  /** The frame that came last. */
  readonly incoming = new FrameReader();
  readonly from: number;
  readonly to: number;

  /** Descriptors of the end to read from, and of the one to write to. */
  constructor(from: number, to: number) {
    this.from = from;
    this.to = to;
  }

  /** Sends what `out` holds. Throws `ChannelClosed`, and `BadFrame` when it is too large. */
  send(): void {
    const length = this.out.finish();
    const { bytes } = this.out;
    try {
      for (let at = 0; at < length;) at += writeSync(this.to, bytes, at, length - at);
    } catch (error) {
      throw isBroken(error) ? new ChannelClosed() : error;
    }
  }

  /**
   * Waits for the next frame. Throws `ChannelClosed`, and `BadFrame` when what comes is none. Each frame is
   * answered by one before the next is sent, so whatever is in the pipe belongs to this one.
   */
  receive(): void {
    const { incoming } = this;
    let have = this.read(0, incoming.bytes.length);
    while (have < HEADER_BYTES) have += this.read(have, incoming.bytes.length);
    const length = incoming.expect();
    while (have < length) have += this.read(have, length);
    if (have > length) throw new BadFrame(`${have - length} bytes came after the end of a frame`);
    incoming.open(length);
  }

  close(): void {
    closeSync(this.from);
    closeSync(this.to);
  }

  private read(at: number, end: number): number {
    const { bytes } = this.incoming;
    const count = readSync(this.from, bytes, at, end - at, null);
    if (count === 0) throw new ChannelClosed();
    return count;
  }
}

function isBroken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}
