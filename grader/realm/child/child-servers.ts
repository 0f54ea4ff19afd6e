import type {
  Boot,
  Effect,
  Server,
  ServerEvent,
  ServerFactory,
} from '../../../harness/vocabulary/server.ts';
import { spokenName } from '../../../harness/vocabulary/role.ts';
import { mapStack, type MappedScript } from '../../compile/stack.ts';
import type { Blame } from '../windows.ts';
import { numberOf, textOf } from '../bridge/protocol.ts';
import { readEffects, type Told } from './answer.ts';
import type { Child } from './child.ts';
import { BadFrame, type FrameReader } from './frame.ts';
import { ASK, EVENT_KINDS } from './messages.ts';

const NOTHING = { methods: [], callbacks: [], probe: null };

/** Where incarnations live. */
interface Housing {
  /** The child that a new incarnation lives in. */
  readonly childOf: (server: ChildServer) => Child;
  /** Stops one that may still be asked. */
  readonly stop: (server: ChildServer) => void;
}

/** All in one child. */
export function housingIn(child: Child): Housing {
  return {
    childOf: () => child,
    stop({ handle }) {
      if (child.isAlive) child.ask(ASK.stop, (out) => out.number(handle));
    },
  };
}

/** Starts incarnations in children, and knows which of them was asked last. */
export class ChildServers implements ServerFactory {
  last: ChildServer | null = null;
  private readonly script: MappedScript;
  private readonly housing: Housing;
  private handles = 0;

  /** `script` maps the lines of stacks. */
  constructor(script: MappedScript, housing: Housing) {
    this.script = script;
    this.housing = housing;
  }

  create(boot: Boot): Server {
    return new ChildServer(boot, this.housing, this.handles++, this);
  }

  /** A process's effects with the lines of the student's own files in the stacks of failures. */
  told(effects: readonly Effect[]): readonly Effect[] {
    if (effects.every(({ kind }) => kind !== 'fail')) return effects;
    return effects.map((effect) =>
      effect.kind === 'fail' ? { ...effect, stack: mapStack(effect.stack, this.script) } : effect,
    );
  }

  /** What an answer says that tells of a rejection nobody handled; null when there was none. */
  blameOf(answer: FrameReader): Blame | null {
    const told = { boot: { names: [], contract: NOTHING }, invocations: new Set<number>() };
    const [effect, ...more] = this.told(readEffects(answer, told));
    if (effect === undefined) return null;
    if (effect.kind !== 'fail' || more.length > 0 || this.last === null) {
      throw new BadFrame(`a rejection was told as '${effect.kind}'`);
    }
    const message = `unhandled rejection: ${effect.message}`;
    return { server: this.last.number, message, stack: effect.stack };
  }
}

/** An incarnation that lives in a child. Its methods throw `ChildLost` when nothing more comes of the child. */
export class ChildServer implements Server {
  /** Its number in the run. */
  readonly number: number;
  /** What people call it. */
  readonly name: string;
  readonly child: Child;
  /** Its number in the run's children. */
  readonly handle: number;
  private readonly told: Told;
  private readonly servers: ChildServers;
  private readonly housing: Housing;
  private isStopped = false;

  constructor(boot: Boot, housing: Housing, handle: number, servers: ChildServers) {
    this.number = boot.names.indexOf(boot.name);
    this.name = spokenName(boot);
    this.told = { boot, invocations: new Set<number>() };
    this.handle = handle;
    this.servers = servers;
    this.housing = housing;
    servers.last = this;
    this.child = housing.childOf(this);
    this.child.ask(ASK.create, (out) => {
      out.number(handle);
      out.text(JSON.stringify(boot));
    });
  }

  step(event: ServerEvent, clockUs: number, dateAheadUs = 0): readonly Effect[] {
    if (this.isStopped) return [];
    const { servers, told } = this;
    servers.last = this;
    if (event.kind === 'invoke') told.invocations.add(event.invocation);
    const effects = this.child.ask(
      ASK.step,
      (out) => {
        out.number(this.handle);
        out.number(EVENT_KINDS.indexOf(event.kind));
        out.number(clockUs);
        out.number(dateAheadUs);
        out.number(numberOf(event));
        out.text('method' in event ? event.method : '');
        out.text(textOf(event));
      },
      (answer) => readEffects(answer, told),
    );
    return servers.told(effects);
  }

  stop(): void {
    if (this.isStopped) return;
    this.isStopped = true;
    this.housing.stop(this);
  }
}
