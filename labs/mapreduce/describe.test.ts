import { expect, test } from 'vitest';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { tellStory } from '../../harness/story/story.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { describeMapReduce } from './describe.ts';

const timer = { kind: 'timer', timer: 1 } as const;
const step = (ms: number, server: number, ...effects: Effect[]): TraceEvent[] => [
  { kind: 'event', atUs: ms * 1_000, server, event: timer, from: server, method: '' },
  ...effects.map((effect) => ({ kind: 'effect', atUs: ms * 1_000, server, effect }) as const),
];
const news = (value: object): Effect => {
  return { kind: 'emit', channel: 'news', value: JSON.stringify(value) };
};
const change = (name: string, contents: string | null): Effect => {
  return { kind: 'emit', channel: 'change', value: JSON.stringify({ name, contents }) };
};
const send = (method: string, args: object): Effect => {
  return { kind: 'send', call: 1, to: 2, method, args: JSON.stringify(args) };
};

const renamed = (ms: number, to: string): TraceEvent[] => [
  ...step(ms, 1, send('open', { name: 'tmp' })),
  ...step(ms + 1, 1, send('rename', { from: 'tmp', to })),
];

test('a story tells of tasks, of the beginning and end of files, and of outputs', () => {
  const events = [
    ...step(1, 1, news({ kind: 'map-started', file: 'alice.txt' })),
    ...step(2, 1, send('askForTask', {})),
    ...step(5, 1, news({ kind: 'map-ended', file: 'alice.txt' }), send('open', { name: 'tmp-7' })),
    ...step(6, 1, send('write', { handle: 0, position: 0, text: 'x' })),
    ...step(7, 1, send('rename', { from: 'tmp-7', to: 'mr-0-0' })),
    ...step(8, 1, news({ kind: 'reduce-started', task: 0, key: 'ant' })),
    ...step(9, 2, change('mr-out-0', 'ant 1\n')),
    ...step(10, 0, news({ kind: 'done' })),
    ...step(11, 1, news({ kind: 'exited' })),
  ];
  const members = ['coordinator', 'worker-0', 'files'].map((name) => ({ program: name, name }));
  const story = tellStory(events, { members, describe: describeMapReduce, lines: 20 });
  expect(`\n${story.join('\n')}\n`).toMatchInlineSnapshot(`
    "
        time  coordinator          worker-0             files
       0.001                       maps alice.txt
       0.005                       mapped alice.txt
       0.007                       renames tmp-7 to mr-0-0
       0.008                       reduces 'ant' of task 0
       0.009                                            mr-out-0: 6 characters
       0.010  done() is true
       0.011                       exits
    "
  `);
});

test('what a worker writes for its map is one line, but not its output, nor a time of the evidence', () => {
  const events = [10, 20, 30, 40].flatMap((ms) => renamed(ms, `mr-0-${ms}`));
  const members = ['coordinator', 'worker-0', 'files'].map((name) => ({ program: name, name }));
  const story = tellStory([...events, ...renamed(50, 'mr-out-0')], {
    members,
    describe: describeMapReduce,
    lines: 20,
    isKept: (atUs) => atUs === 31_000,
  });
  expect(`\n${story.join('\n')}\n`).toMatchInlineSnapshot(`
    "
        time  coordinator          worker-0             files
       0.010                       writes and renames files, 5 times until 0.030 s
       0.031                       renames tmp to mr-0-30
       0.040                       writes and renames files, 3 times until 0.050 s
       0.051                       renames tmp to mr-out-0
    "
  `);
});

test("a student's RPC that happens to be called like one of the files' is left out", () => {
  const told = describeMapReduce([], '').tell(
    { kind: 'effect', atUs: 0, server: 1, effect: send('rename', { task: 3 }) },
    {
      trigger: null,
      effects: [],
      saved: () => null,
      records: () => new Map(),
      observed: () => null,
      request: () => undefined,
    },
  );
  expect(told).toBeNull();
});

/** A worker asks the coordinator, and is answered. */
const asks = (ms: number, call: number, worker: number, answer: object): TraceEvent[] => [
  {
    kind: 'event',
    atUs: ms * 1_000,
    server: 0,
    from: worker,
    method: '',
    event: { kind: 'request', call, method: 'mayIHaveWork', args: '{}' },
  },
  {
    kind: 'effect',
    atUs: ms * 1_000,
    server: 0,
    effect: { kind: 'respond', call, reply: JSON.stringify(answer) },
  },
];

test('what the coordinator answers is told, in whatever words the student has, and once to those who ask again', () => {
  const events = [
    ...asks(1, 1, 1, { task: 4, kind: 'map' }),
    ...asks(2, 2, 2, { kind: 'wait' }),
    ...asks(3, 3, 2, { kind: 'wait' }),
    ...asks(4, 4, 2, { kind: 'reduce', task: 0 }),
  ];
  const members = ['coordinator', 'worker-0', 'worker-1'].map((name) => ({ program: name, name }));
  const story = tellStory(events, { members, describe: describeMapReduce, lines: 20 });
  expect(`\n${story.join('\n')}\n`).toMatchInlineSnapshot(`
    "
        time  coordinator          worker-0             worker-1
       0.001  -> map, task 4 <---- mayIHaveWork
       0.002  -> wait <-------------------------------- mayIHaveWork
       0.004  -> reduce, task 0 <---------------------- mayIHaveWork
    "
  `);
});
