import { expect, test } from 'vitest';
import type { TraceEvent } from '../sim/trace-event.ts';
import type { RecordChange } from '../vocabulary/server.ts';
import { Disks, tellWrite } from './disks.ts';

const write = (...records: RecordChange[]): TraceEvent => {
  return { kind: 'effect', atUs: 0, server: 1, effect: { kind: 'write', records } };
};
const happens = (kind: 'crash' | 'restart'): TraceEvent => ({ kind, atUs: 0, server: 1 });
const DISK_LOST: TraceEvent = { kind: 'fault', atUs: 0, fault: { kind: 'lose-disk', server: 1 } };

function disksAfter(...events: readonly TraceEvent[]): Disks {
  const disks = new Disks();
  for (const event of events) disks.hear(event);
  return disks;
}

test('a write is told by the keys that it writes and removes, the lab’s own left out', () => {
  expect(
    tellWrite([
      ['$paid', '1'],
      ['order-3', '{}'],
      ['order-4', '{}'],
    ]),
  ).toEqual({ words: 'writes order-3, order-4', short: 'writes 2' });
  expect(
    tellWrite([
      ['a', null],
      ['b', '1'],
    ]),
  ).toEqual({ words: 'writes b, removes a', short: 'writes 1, removes 1' });
  expect(tellWrite([['$paid', '1']])).toBeNull();
});

test('a large write is told by its first and its last key', () => {
  const records = ['a', 'b', 'c', 'd'].map((key): RecordChange => [key, '1']);
  expect(tellWrite(records)?.words).toBe('writes a ... d (4)');
});

test('a restart is told with the records that the disk has, in the order of their keys', () => {
  const disks = disksAfter(
    write(['b', '[1]'], ['$x', '0']),
    write(['a', '2'], ['c', '3']),
    write(['c', null]),
  );
  expect(disks.tell(1)).toBe('{"a":2,"b":[1]}');
  expect(disks.tell(0)).toBeNull();
  expect(disks.records(1).get('$x')).toBe('0');
});

test('only a process that is down loses its disk', () => {
  const began = write(['a', '1']);
  expect(disksAfter(began, DISK_LOST).tell(1)).toBe('{"a":1}');
  expect(disksAfter(began, happens('crash'), happens('restart'), DISK_LOST).tell(1)).not.toBeNull();
  expect(disksAfter(began, happens('crash'), DISK_LOST).tell(1)).toBeNull();
});
