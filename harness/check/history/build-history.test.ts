import { describe, expect, it } from 'vitest';
import { buildHistory, type HistoryEvent } from './build-history.ts';
import { HistoryError } from './history-error.ts';

function call(time: number, client: string, op: string): HistoryEvent {
  return { kind: 'call', time, client, op, input: { key: 'x' } };
}

function ok(time: number, client: string): HistoryEvent {
  return { kind: 'return', time, client, output: 'OK', end: 'ok' };
}

function refusalOf(events: readonly HistoryEvent[]): string {
  try {
    buildHistory(events);
  } catch (error) {
    if (error instanceof HistoryError) return error.message;
  }
  return 'not refused';
}

describe('a history built from events', () => {
  it('has one operation for each call, with its answer', () => {
    expect(
      buildHistory([call(1, '1', 'put'), call(2, '2', 'get'), ok(3, '1'), ok(5, '2')]),
    ).toEqual([
      {
        client: '1',
        op: 'put',
        input: { key: 'x' },
        output: 'OK',
        callTime: 1,
        returnTime: 3,
        end: 'ok',
      },
      {
        client: '2',
        op: 'get',
        input: { key: 'x' },
        output: 'OK',
        callTime: 2,
        returnTime: 5,
        end: 'ok',
      },
    ]);
  });

  it('leaves what is in flight at the end unknown', () => {
    const [operation] = buildHistory([call(1, '1', 'put')]);
    expect(operation).toMatchObject({ returnTime: null, end: 'unknown', output: null });
  });

  it('keeps the order of events at one instant', () => {
    const [first, second] = buildHistory([
      call(1, '1', 'put'),
      ok(4, '1'),
      call(4, '1', 'get'),
      ok(4, '1'),
    ]);
    expect(first?.returnTime).toBe(4);
    expect(second?.callTime).toBeGreaterThan(4);
    expect(second?.returnTime).toBeGreaterThan(second?.callTime ?? Infinity);
    expect(second?.returnTime).toBeLessThan(4.001);
  });

  it('lets later events keep their times', () => {
    const events = [call(1, '1', 'put'), call(1, '2', 'put'), ok(2, '1'), ok(3, '2')];
    expect(buildHistory(events).map(({ returnTime }) => returnTime)).toEqual([2, 3]);
  });

  it('refuses a second operation of a client in flight, by its names', () => {
    expect(refusalOf([call(1, '7', 'put'), call(3, '7', 'get')])).toMatchInlineSnapshot(
      `"client 7 calls get at 3 while its put, called at 1, is in flight: a client runs one operation at a time"`,
    );
  });

  it('refuses time that goes back', () => {
    expect(refusalOf([call(5, '1', 'put'), ok(4, '1')])).toMatchInlineSnapshot(
      `"time goes back: a return of client 1 at 4 comes after an event at 5"`,
    );
  });

  it('refuses an answer to nothing', () => {
    expect(refusalOf([ok(4, '1')])).toMatchInlineSnapshot(
      `"client 1 hears an answer at 4 but has nothing in flight"`,
    );
  });
});
