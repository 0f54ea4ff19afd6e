import { migration, mover, server, type Mutant } from './mutant.ts';
import { sessionsOfTheGroup } from './push.ts';

/** What looks odd and is right: a grader must not fail it. */
export const BENIGN: readonly Mutant[] = [
  {
    name: 'slow-polls',
    wrong: false,
    sentence: 'Looking for the next configuration every 300 ms is soon enough.',
    killedBy: [],
    edits: {
      reference: [migration('const POLL_MS = 80;', 'const POLL_MS = 300;')],
      push: [mover('const LOOK_MS = 40;', 'const LOOK_MS = 300;')],
    },
  },
  {
    name: 'every-controller-pushes',
    wrong: false,
    sentence:
      'Controllers that do not lead make the same steps, and groups make each of them once.',
    killedBy: [],
    edits: {
      push: [
        mover('if (next === null || !this.office.isLeader()) {', 'if (next === null) {'),
        mover('this.office.isLeader() && this.agenda.next?.to.num', 'this.agenda.next?.to.num'),
        mover('if (isWanted()) await', 'if (isWanted() && this.office.isLeader()) await'),
      ],
    },
  },
  {
    name: 'fetches-from-the-leader',
    wrong: false,
    sentence: 'Only the leader of the former group gives a shard away, which takes longer to find.',
    killedBy: [],
    edits: {
      reference: [
        server(
          'const data = this.store.departedShard(departure);',
          'const data = this.isLeader() ? this.store.departedShard(departure) : undefined;',
        ),
      ],
    },
  },
  {
    name: 'sessions-of-the-group-by-age',
    wrong: false,
    sentence: 'A group has one table of clients; of two puts of a client, the newer one counts.',
    killedBy: [],
    edits: {
      push: sessionsOfTheGroup(
        'for (const [client, last] of Object.entries(contents.sessions)) {\n' +
          '      if ((this.sessions[client]?.sequence ?? 0) < last.sequence) this.sessions[client] = { ...last };\n' +
          '    }',
      ),
    },
  },
];
