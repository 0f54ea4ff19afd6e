import { expect, test } from 'vitest';
import type { Effect, RecordChange } from '../vocabulary/server.ts';
import { Disk } from './disk.ts';
import { of, play, quiet, save, send } from './play.fixture.ts';
import type { Observer } from './simulation.ts';

const write = (...records: RecordChange[]): Effect => ({ kind: 'write', records });

test('the size of the records is kept, without those of the lab', () => {
  const disk = new Disk();
  disk.write([
    ['$row', '"long text of the lab"'],
    ['a', '"ü"'],
    ['b', '12'],
  ]);
  expect(disk.recordBytes).toBe(5 + 3);
  disk.write([
    ['a', null],
    ['absent', null],
    ['b', '1'],
  ]);
  expect(disk.recordBytes).toBe(2);
  disk.erase();
  expect([disk.recordBytes, disk.records.size]).toEqual([0, 0]);
});

test('a process starts again with its records, in the order of their keys', () => {
  const boots: unknown[] = [];
  const { sim } = play(
    (event, me, boot) => {
      if (me !== 0 || event.kind !== 'boot') return [];
      boots.push(boot.records);
      return [write(['b', '1'], ['a', '2'], ['B', '3']), write(['b', null])];
    },
    () => quiet(100),
    { plan: [{ atUs: 50_000, fault: { kind: 'crash', server: 0, restartAfterMs: 10 } }] },
  );
  const left = [
    ['B', '3'],
    ['a', '2'],
  ];
  expect(boots).toEqual([[], left]);
  expect(sim.disk(0).sortedRecords()).toEqual(left);
});

/** A process that writes twice and sends between, as it crashes after its first effect of this kind, and not again. */
function crashAfter(wanted: Effect['kind']): { readonly records: unknown; readonly sent: number } {
  const seen: (readonly RecordChange[])[] = [];
  let isOver = false;
  const observer: Observer = {
    effect(_server, effect) {
      if (effect.kind === 'write') seen.push(effect.records);
      if (effect.kind !== wanted || isOver) return false;
      isOver = true;
      return true;
    },
  };
  const world = play(
    (event, me) =>
      me === 0 && event.kind === 'boot'
        ? [
            save('1'),
            write(['a', '1'], ['b', '1']),
            send(1, 1, '"told"'),
            write(['a', '2'], ['b', null]),
          ]
        : [],
    () => quiet(50),
    { observer },
  );
  const records = world.sim.disk(0).sortedRecords();
  return { records, sent: of(world, 'request').length };
}

test('a crash falls before or after a write, and never into it', () => {
  const written = [
    ['a', '1'],
    ['b', '1'],
  ];
  expect(crashAfter('save')).toEqual({ records: [], sent: 0 });
  expect(crashAfter('write')).toEqual({ records: written, sent: 0 });
  expect(crashAfter('send')).toEqual({ records: written, sent: 1 });
  expect(crashAfter('respond')).toEqual({ records: [['a', '2']], sent: 1 });
});

test('the fingerprint of a run tells keys, values and removals apart', () => {
  const writes: RecordChange[][] = [
    [['a', '1']],
    [['a', '2']],
    [['b', '1']],
    [['a', null]],
    [['a', '']],
    [['a1', '']],
    [
      ['a', '1'],
      ['b', '1'],
    ],
  ];
  const hashes = writes.map(
    (records) =>
      play(
        (event) => (event.kind === 'boot' ? [write(...records)] : []),
        () => quiet(1),
        { servers: 1 },
      ).sim.traceHash,
  );
  expect(new Set(hashes).size).toBe(writes.length);
});
