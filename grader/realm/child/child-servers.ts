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

/** Starts incarnations in children, and knows which of them was asked last. */
export class ChildServers implements ServerFactory {
  last: ChildServer | null = null;
  private readonly script: MappedScript;
  private readonly childOf: () => Child;
  private handles = 0;

  /** `script` maps the lines of stacks; `childOf` gives each incarnation the child to live in. */
  constructor(script: MappedScript, childOf: () => Child) {
    this.script = script;
    this.childOf = childOf;
  }

  create(boot: Boot): Server {
    return new ChildServer(boot, this.childOf, this.handles++, this);
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
  private readonly told: Told;
  private readonly handle: number;
  private readonly servers: ChildServers;
  private isStopped = false;

  constructor(boot: Boot, childOf: () => Child, handle: number, servers: ChildServers) {
    this.number = boot.names.indexOf(boot.name);
    this.name = spokenName(boot);
    this.told = { boot, invocations: new Set<number>() };
    this.handle = handle;
    this.servers = servers;
    servers.last = this;
    this.child = childOf();
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
    if (this.child.isAlive) this.child.ask(ASK.stop, (out) => out.number(this.handle));
  }
}
