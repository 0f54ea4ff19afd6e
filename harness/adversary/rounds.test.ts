import { expect, test } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import { Simulation } from '../sim/simulation.ts';
import { wait, type Script, type Steps } from '../vocabulary/script.ts';
import { VerdictSignal } from '../vocabulary/verdict.ts';
import { LastSteps, playRounds } from './rounds.ts';
import { plainStage, type Stage } from './stage.ts';

const CHAOS_MS = 1_000;

/** Plays a script over one server that does nothing. */
function play(script: (stage: Stage) => Script): Simulation {
  const sim = new Simulation({
    seed: 1,
    processes: serverProcesses(1),
    network: 'reliable',
    plan: [],
    programs: {
      server: {
        contract: { methods: [], callbacks: [], probe: null },
        factory: { create: () => ({ step: () => [], stop() {} }) },
      },
    },
  });
  sim.begin(script(plainStage(sim, [0], CHAOS_MS)));
  sim.advance();
  return sim;
}

test('rounds are played until the chaos ends, and those that came to their last step are counted', () => {
  const played: number[] = [];
  const sim = play((stage) =>
    playRounds(stage, {
      id: 'some-adversary',
      *prepare() {
        yield* wait(50);
        return played.length;
      },
      *round(number) {
        played.push(number);
        yield* wait(250);
        return number % 2 === 0;
      },
    }),
  );
  expect(played).toEqual([0, 1, 2, 3]);
  expect(sim.reached.get('some-adversary')).toBe(2);
  expect(sim.nowUs).toBe(1_200_000);
});

test('a round that cannot begin is prepared anew, until the chaos ends', () => {
  let tries = 0;
  const sim = play((stage) =>
    playRounds(stage, {
      id: 'never',
      // oxlint-disable-next-line require-yield
      *prepare(): Steps<number | null> {
        tries++;
        return null;
      },
      // oxlint-disable-next-line require-yield
      *round(): Steps<boolean> {
        throw new Error('no round was prepared');
      },
    }),
  );
  expect(tries).toBe(CHAOS_MS / 100);
  expect(sim.reached.get('never')).toBe(0);
});

test('what the last round did is undone', () => {
  const sim = play((stage) =>
    playRounds(stage, {
      id: 'crasher',
      *prepare() {
        yield* wait(1);
        return 0;
      },
      *round() {
        stage.crash(0);
        yield* wait(CHAOS_MS);
        return true;
      },
    }),
  );
  expect(sim.isUp(0)).toBe(true);
});

test('a run that ends in the middle of a round has counted those before it', () => {
  const sim = play(function* (stage) {
    const lastSteps = new LastSteps(stage.sim, 'cut-short');
    yield* lastSteps.play(asSteps(true));
    yield* lastSteps.play(asSteps(false));
    lastSteps.reach();
    throw new VerdictSignal({ kind: 'stalled', waitingFor: 'x', beliefs: [], atUs: 0 });
  });
  expect(sim.reached.get('cut-short')).toBe(2);
  expect(sim.verdict?.kind).toBe('stalled');
});

test('an adversary that has not begun a round has reached nothing, and says so', () => {
  const sim = play(function* (stage) {
    expect(new LastSteps(stage.sim, 'idle').count).toBe(0);
    yield* wait(1);
  });
  expect([...sim.reached]).toEqual([['idle', 0]]);
});

function* asSteps(isReached: boolean): Steps<boolean> {
  yield* wait(1);
  return isReached;
}
