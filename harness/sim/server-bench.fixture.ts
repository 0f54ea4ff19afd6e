import type { Boot, Effect, Server, ServerFactory } from '../vocabulary/server.ts';

/** Makes a factory of a submission's one file, `server.ts`. */
export type MakeFactory = (source: string) => Promise<ServerFactory>;

export const BOOT: Boot = {
  program: 'server',
  name: 'server-0',
  me: 0,
  peers: [0, 1, 2],
  names: ['server-0', 'server-1', 'server-2', 'clerk'],
  options: '{"limit":5}',
  contract: { methods: ['run'], callbacks: ['apply'], probe: null },
  randomSeed: 7,
  state: null,
  snapshot: null,
  records: [],
};

/** A server whose `run` has this body, with `node` and `apply` in reach. */
export function serverWith(body: string, before = ''): string {
  return `${before}
export default class {
  constructor(node, apply) { this.node = node; this.apply = apply; }
  ping(args) { return args; }
  run() {
    const { node, apply } = this;
    ${body}
  }
}`;
}

export function logged(effects: readonly Effect[]): string[] {
  return effects.flatMap((effect) => (effect.kind === 'log' ? [effect.text] : []));
}

export function failure(effects: readonly Effect[]): string {
  return effects.flatMap((effect) => (effect.kind === 'fail' ? [effect.message] : [])).join();
}

/** A server that has taken its first step, and what it did in it. */
interface Started {
  readonly server: Server;
  readonly effects: readonly Effect[];
}

/** Ways to make servers of source text do something. */
export interface Bench {
  readonly started: (source: string, boot?: Partial<Boot>) => Promise<Started>;
  /** What a server does whose `run`, called at 1.5 s of its clock, has this body. */
  readonly ran: (body: string, before?: string) => Promise<readonly Effect[]>;
}

export function benchOf(makeFactory: MakeFactory): Bench {
  const started: Bench['started'] = async (source, boot = {}) => {
    const server = (await makeFactory(source)).create({ ...BOOT, ...boot });
    return { server, effects: server.step({ kind: 'boot' }, 0) };
  };
  const ran: Bench['ran'] = async (body, before = '') => {
    const { server } = await started(serverWith(body, before));
    return server.step({ kind: 'invoke', invocation: 1, method: 'run', args: '[]' }, 1_500_000);
  };
  return { started, ran };
}
