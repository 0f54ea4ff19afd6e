import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BadFrame, FRAME_BYTES_MAX, FrameReader, FrameWriter, HEADER_BYTES } from './frame.ts';

/** A reader that has what the writer wrote. */
function received(writer: FrameWriter): FrameReader {
  const length = writer.finish();
  const reader = new FrameReader();
  writer.bytes.copy(reader.bytes, 0, 0, HEADER_BYTES);
  expect(reader.expect()).toBe(length);
  writer.bytes.copy(reader.bytes, 0, 0, length);
  reader.open(length);
  return reader;
}

test('numbers and texts arrive as they were, lone surrogates too', () => {
  const part = fc.oneof(fc.double(), fc.string(), fc.constantFrom('\ud800', 'ü', '€'));
  const frames = fc.array(fc.array(part, { maxLength: 20 }), { minLength: 1, maxLength: 3 });
  const writer = new FrameWriter();
  fc.assert(
    fc.property(frames, (all) => {
      for (const parts of all) {
        writer.begin(7);
        for (const each of parts) {
          if (typeof each === 'number') writer.number(each);
          else writer.text(each);
        }
        const reader = received(writer);
        expect(reader.kind).toBe(7);
        for (const each of parts)
          expect(typeof each === 'number' ? reader.number() : reader.text()).toEqual(each);
        reader.end();
      }
    }),
  );
});

test('frames grow as they must, and no further than they may', () => {
  const writer = new FrameWriter();
  writer.begin(1);
  for (let i = 0; i < 100_000; i++) writer.number(i);
  writer.text('x'.repeat(1_000_000));
  const reader = received(writer);
  for (let i = 0; i < 100_000; i++) if (reader.number() !== i) expect.unreachable();
  expect(reader.text()).toHaveLength(1_000_000);
  writer.begin(1);
  writer.text('x'.repeat(FRAME_BYTES_MAX));
  expect(() => writer.finish()).toThrow(BadFrame);
});

/** A reader of a frame with these numbers in place of what a writer would write. */
function forged(...numbers: readonly number[]): FrameReader {
  const reader = new FrameReader();
  new Float64Array(reader.bytes.buffer, reader.bytes.byteOffset).set(numbers);
  return reader;
}

test.each([0, 31, -1, 33.5, Number.NaN, Infinity, FRAME_BYTES_MAX + 1])(
  'a frame cannot be %d bytes long',
  (length) => expect(() => forged(length).expect()).toThrow(BadFrame),
);

test.each([-1, 2, 0.5, Number.NaN, Infinity])('40 bytes cannot hold %d numbers', (count) => {
  const reader = forged(40, 1, count, 0, 5);
  expect(reader.expect()).toBe(40);
  expect(() => reader.open(40)).toThrow(BadFrame);
});

test.each([4, -1, 0.5, Number.NaN])('a text of 3 letters cannot be %d long', (length) => {
  const reader = forged(43, 1, 1, 0, length);
  reader.open(43);
  expect(() => reader.text()).toThrow(BadFrame);
});

test('what nobody asked for is refused, and what is missing too', () => {
  const reader = forged(43, 1, 1, 0, 2);
  reader.open(43);
  expect(reader.text()).toHaveLength(2);
  expect(() => reader.end()).toThrow('1 numbers and letters more');
  expect(() => reader.number()).toThrow('ends before');
});
