import { expect, test } from 'vitest';
import { randomPlan } from '../faults/random-plan.ts';
import { utf8Bytes } from '../vocabulary/json-size.ts';
import { NETWORKS } from '../vocabulary/network-preset.ts';
import type { Effect } from '../vocabulary/server.ts';
import { Course } from './course.ts';
import { chatter } from './play.fixture.ts';
import { serverProcesses } from './process.ts';
import type { Slot } from './slot.ts';
import { Witnesses } from './witnesses.ts';
import { World } from './world.ts';

const SERVERS = 3;
const CHAOS_MS = 3_000;

/** A world of servers that talk, save and leave some requests open, under the random faults of a seed. */
function troubledWorld(seed: number): { course: Course; world: World } {
  const act = chatter(SERVERS);
  const processes = serverProcesses(SERVERS);
  const course = new Course();
  const world = new World({
    seed,
    processes,
    programs: {
      server: {
        contract: { methods: [], callbacks: [], probe: null },
        factory: {
          create: (boot) => ({
            step(event): readonly Effect[] {
              const saved: Effect = { kind: 'save', state: `"${event.kind} ü"`, snapshot: null };
              if (event.kind === 'request' && event.call % 3 === 0) return [saved];
              return [saved, ...act(event, boot.me, boot)];
            },
            stop() {},
          }),
        },
      },
    },
    preset: NETWORKS.unreliable,
    course,
    witnesses: new Witnesses(course),
  });
  for (const { atUs, fault } of randomPlan(seed, { processes, chaosMs: CHAOS_MS })) {
    course.schedule(atUs, { kind: 'fault', fault, isPlanned: true });
  }
  return { course, world };
}

/** What is wrong with what is kept of a process. */
function wrongs(slot: Slot): string[] {
  const isDown = slot.server === null;
  return [
    ...(isDown && slot.paused ? ['down and paused'] : []),
    ...(isDown && slot.timers.size > 0 ? ['down with a timer'] : []),
    ...(isDown && slot.inbound.size > 0 ? ['down with an open request'] : []),
    ...(!slot.paused && slot.backlog.length > 0 ? ['not paused, with a backlog'] : []),
    ...(slot.disk.stateBytes === utf8Bytes(slot.disk.state ?? '')
      ? []
      : ['a wrong size of its state']),
  ];
}

test('at every event the invariants of each process hold, whatever faults strike', () => {
  const met = { down: 0, paused: 0, backlog: 0, open: 0 };
  for (let seed = 1; seed <= 20; seed++) {
    const { course, world } = troubledWorld(seed);
    const slots = Array.from({ length: SERVERS }, (_, process) => world.processes.slot(process));
    for (let process = 0; process < SERVERS; process++) world.boot(process);
    while (course.nowUs < CHAOS_MS * 1_000) {
      const due = course.next();
      if (due === undefined) break;
      if (due.kind === 'fault') world.strike(due.fault);
      else if (due.kind !== 'service') world.arrive(due);
      expect(slots.flatMap(wrongs)).toEqual([]);
      for (const slot of slots) {
        if (slot.server === null) met.down++;
        if (slot.paused) met.paused++;
        if (slot.backlog.length > 0) met.backlog++;
        if (slot.inbound.size > 0) met.open++;
      }
    }
  }
  // Nothing of this says anything unless processes were down, paused and behind.
  for (const times of Object.values(met)) expect(times).toBeGreaterThan(100);
});
