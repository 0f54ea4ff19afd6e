import { wait, type Script } from '../../../harness/vocabulary/script.ts';
import type { ClerkClient } from '../../kv/clerk-client.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { kvScenario } from '../kv-scenario.ts';
import { allAtWork } from './parity-2a.ts';

const TRIES = 100;

const unreliableNet = kvScenario({
  id: 'unreliable-net',
  title: 'one client on a lossy network',
  holdsTo:
    'A clerk sends until it is answered, and says ErrMaybe where an earlier copy may be the reason.',
  part: '2C',
  points: 1,
  source: 'TestUnreliableNet (2025)',
  network: 'unreliable',
  program: 'clerk',
  clients: 1,
  *play(world) {
    const [clerk] = world.clerks() as [ClerkClient];
    for (let version = 0; version < TRIES; version++) {
      // Whatever the put answers, nobody else puts, so that it is there.
      yield* clerk.put('k', `try ${version}`, version);
      yield* clerk.get('k');
      world.demandLinearizable();
    }
    mustHave(world.sim, clerk.resent > 0, 'no put was sent twice');
  },
});

const unreliableClients = kvScenario({
  id: 'unreliable-clients',
  title: 'five clients on a lossy network',
  holdsTo: 'What several clients see on a lossy network has one order.',
  part: '2C',
  points: 1,
  source: 'TestUnreliable2 (2024)',
  network: 'unreliable',
  program: 'clerk',
  clients: 5,
  play: (world) =>
    allAtWork(world, { keys: ['a', 'b', 'c'], thinkMs: [0, 10], getPercent: 40 }, 4_000),
});

/** 6.5840 has five clients append ten words each to one key; here each adds its words by putting. */
const unreliableOneKey = kvScenario({
  id: 'unreliable-one-key',
  title: 'five clients add to one key, lossy network',
  holdsTo: 'A client that reads after each ErrMaybe can add each of its words exactly once.',
  part: '2C',
  points: 1,
  source: 'TestUnreliableOneKey2 (2024)',
  network: 'unreliable',
  program: 'clerk',
  clients: 5,
  *play(world) {
    const clerks = world.clerks();
    const work = clerks.map((clerk) => addWords(clerk));
    yield* world.judgedAllAlong(() => world.demandLinearizable(), work);
    const end = yield* (clerks[0] as ClerkClient).get('k');
    world.demandLinearizable();
    const words = end?.err === 'OK' ? end.value.split(' ') : [];
    const wrong = expectedWords(clerks).filter(
      (word) => words.filter((each) => each === word).length !== 1,
    );
    world.demand(
      wrong.length === 0,
      {
        promise: 'added-once',
        sentence: 'A client that reads after each ErrMaybe can add each of its words exactly once.',
      },
      `not there exactly once: ${wrong.join(', ')}`,
    );
    mustHave(
      world.sim,
      clerks.some(({ resent }) => resent > 0),
      'no put was sent twice',
    );
  },
});

const WORDS = 10;

function expectedWords(clerks: readonly ClerkClient[]): string[] {
  return clerks.flatMap(({ name }) => Array.from({ length: WORDS }, (_, i) => `${name}/${i}`));
}

function* addWords(clerk: ClerkClient): Script {
  for (let i = 0; i < WORDS; i++) {
    const word = `${clerk.name}/${i}`;
    for (;;) {
      const reply = yield* clerk.get('k');
      const [text, version] = reply?.err === 'OK' ? [reply.value, reply.version] : ['', 0];
      if (text.split(' ').includes(word)) break;
      yield* clerk.put('k', text === '' ? word : `${text} ${word}`, version);
      yield* wait(1);
    }
  }
}

export const parity2C = [unreliableNet, unreliableClients, unreliableOneKey];
