import { expect, test } from 'vitest';
import { quiet, timer } from '../../sim/play.fixture.ts';
import { serverProcesses } from '../../sim/process.ts';
import { Simulation } from '../../sim/simulation.ts';

test('the time of day jumps with a clock that is set, over a restart too, until all is healed', () => {
  const seen: string[] = [];
  const contract = { methods: [], callbacks: [], probe: null };
  const sim = new Simulation({
    seed: 1,
    network: 'reliable',
    plan: [
      { atUs: 15_000, fault: { kind: 'set-clock', server: 0, byMs: -300 } },
      { atUs: 15_000, fault: { kind: 'drift', server: 0, partsPerMillion: 1_000_000 } },
      { atUs: 22_000, fault: { kind: 'crash', server: 0, restartAfterMs: 0 } },
    ],
    processes: serverProcesses(1),
    programs: {
      server: {
        contract,
        factory: {
          create: () => ({
            step(event, clockUs, dateAheadUs = 0) {
              const dateMs = (clockUs + dateAheadUs) / 1_000;
              seen.push(`${sim.nowUs / 1_000} ms: ${event.kind} at ${clockUs / 1_000}, ${dateMs}`);
              return [timer(1, 10)];
            },
            stop() {},
          }),
        },
      },
    },
  });
  sim.begin(
    (function* () {
      yield* quiet(24);
      sim.heal();
      yield* quiet(10);
    })(),
  );
  sim.advance();
  expect(seen).toEqual([
    '0 ms: boot at 0, 0',
    '10 ms: timer at 10, 10',
    '20 ms: timer at 25, -275',
    '22 ms: boot at 29, -271',
    '27 ms: timer at 36, 36',
  ]);
});
