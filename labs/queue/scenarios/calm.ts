import type { Observer } from '../../../harness/sim/simulation.ts';
import { together, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { isDevice } from '../../../harness/vocabulary/role.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { mustHave, overrun } from '../../../harness/scenario/verdicts.ts';
import { queueScenario } from '../queue-scenario.ts';
import { BROKER, type QueueWorld } from '../queue-world.ts';
import { bodiesOf, startOf } from '../bodies.ts';

/** Budgets of the handout. */
const REQUESTS_MAX = 10;
const WRITES_MAX = 4;
const IDLE_REQUESTS_MAX = 60;
const DISK_BYTES_MAX = 2_000;

const inOrder = queueScenario({
  id: 'calm',
  title: 'one consumer, one message at a time',
  part: '6A',
  points: 1,
  source: 'RabbitMQ, queues: message ordering',
  holdsTo: 'Each message is handed out once, in the order in which they were published.',
  publishers: 1,
  consumers: [[1, 30]],
  prefetch: 1,
  *play(world) {
    yield* world.publishInTurn(world.publishers[0] ?? 0, bodiesOf('order ', 30));
    yield* world.drain();
  },
});

/** How long a queue may take to fall silent after its last acknowledgement. */
const SETTLE_MS = 5_000;
const IDLE_MS = 10_000;

const traffic = queueScenario({
  id: 'traffic',
  title: 'three consumers, and the budgets',
  part: '6A',
  points: 1,
  source: 'RabbitMQ, consumer prefetch',
  holdsTo:
    'Many messages cost few requests and few writes, and an idle queue costs next to nothing.',
  seeds: 5,
  publishers: 2,
  consumers: [
    [1, 60],
    [1, 60],
    [1, 60],
  ],
  prefetch: 4,
  *play(world) {
    const { sim } = world;
    const expenses = new Expenses(world);
    yield* together(
      sim,
      world.publishers.map((publisher) =>
        publishesBunches(world, publisher, bodiesOf(startOf(world, publisher, 1), 100)),
      ),
    );
    yield* world.drain();
    yield* wait(SETTLE_MS);
    const messages = world.ledger.all.length;
    const { requests, writes } = expenses;
    const bytes = sim.disk(BROKER).recordBytes;
    yield* wait(IDLE_MS);
    const idle = ((expenses.requests - requests) * 1_000) / IDLE_MS;
    atMost(world, requests / messages, REQUESTS_MAX, 'requests a message');
    atMost(world, writes / messages, WRITES_MAX, "writes to the broker's disk a message");
    atMost(world, idle, IDLE_REQUESTS_MAX, 'requests a second while there is nothing to do');
    atMost(world, bytes, DISK_BYTES_MAX, "bytes on the broker's disk when all is acknowledged");
  },
});

/** A publisher that publishes a few at once, waits until they are confirmed, and rests. */
function* publishesBunches(world: QueueWorld, publisher: number, all: readonly string[]): Script {
  let rest = all;
  while (rest.length > 0) {
    const count = world.random.between(1, 5);
    world.publish(publisher, ...rest.slice(0, count));
    rest = rest.slice(count);
    yield* world.untilConfirmed();
    yield* wait(world.random.between(0, 60));
  }
}

/** Counts what the student's processes send to each other, and what the broker writes. */
class Expenses implements Observer {
  requests = 0;
  writes = 0;
  private readonly isTheirs: readonly boolean[];

  constructor({ sim }: QueueWorld) {
    this.isTheirs = sim.processes.map((each) => !isDevice(each));
    sim.observe(this);
  }

  effect(process: number, effect: Effect): boolean {
    if (effect.kind === 'send' && this.isTheirs[effect.to] === true) this.requests++;
    if (effect.kind === 'write' && process === BROKER) this.writes++;
    return false;
  }
}

function atMost({ sim }: QueueWorld, value: number, most: number, of: string): void {
  if (value <= most) return;
  const told = Number.isInteger(value) ? value : value.toFixed(1);
  overrun(sim, `${told} ${of}; the handout allows ${most}`);
}

const SLOW_MS = [400, 400] as const;
const QUICK_MS = [20, 20] as const;

/** One consumer is slow: what it cannot begin soon, the other one should have. */
const prefetch = queueScenario({
  id: 'prefetch',
  title: 'a slow and a quick consumer',
  part: '6A',
  points: 2,
  source: 'RabbitMQ, consumer prefetch',
  holdsTo: 'A consumer never has more than `prefetch` messages, so a slow one holds up few.',
  publishers: 1,
  consumers: [SLOW_MS, QUICK_MS],
  prefetch: 3,
  *play(world) {
    world.publish(world.publishers[0] ?? 0, ...bodiesOf('order ', 60));
    yield* world.untilConfirmed();
    const waiting = world.ledger.all.filter(({ begun }) => begun === 0).length;
    mustHave(world.sim, waiting > world.terms.prefetch, 'more messages wait than prefetch');
    yield* world.drain();
  },
});

export const calmScenarios: readonly Scenario[] = [inOrder, traffic, prefetch];
