import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Boot } from '../../../harness/vocabulary/server.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import { SLOTS } from '../bridge/protocol.ts';
import { heapBytes } from '../practice/heap.ts';
import { Lodging } from '../practice/lodging.ts';
import { VmIncarnation } from '../vm-incarnation.ts';
import type { Channel } from './channel.ts';
import { BadFrame } from './frame.ts';
import { ASK, EFFECT_KINDS, EVENT_KINDS, STEP_UNITS_MAX } from './messages.ts';

const HANDLE_MAX = Number.MAX_SAFE_INTEGER;
const NUMBERS_OF_EFFECTS = new Map<unknown, number>(EFFECT_KINDS.map((kind, i) => [kind, i]));

type Submission = Pick<CompiledSubmission, 'code' | 'bridge'>;

/** What runs in the child: the incarnations of one submission, as the judge asks. */
export class Tenants {
  private readonly channel: Channel;
  private submission: Submission | null = null;
  private lodging: Lodging | null = null;
  private isApart = false;
  private readonly living = new Map<number, VmIncarnation>();
  private last: VmIncarnation | null = null;
  private readonly rejections: unknown[] = [];

  constructor(channel: Channel) {
    this.channel = channel;
    process.on('unhandledRejection', (reason) => void this.rejections.push(reason));
  }

  /** Answers what the judge asks until it closes the channel. */
  async serve(): Promise<never> {
    const { channel } = this;
    for (;;) {
      channel.receive();
      const { kind } = channel.incoming;
      channel.out.begin(kind);
      if (kind === ASK.step) this.step();
      else if (kind === ASK.settle) await this.settle();
      else this.manage(kind);
      channel.send();
    }
  }

  private manage(kind: number): void {
    const { incoming, out } = this.channel;
    switch (kind) {
      case ASK.load: {
        const [code, realm, incarnation] = [incoming.text(), incoming.text(), incoming.text()];
        this.submission = { code, bridge: { realm, incarnation } };
        return;
      }
      case ASK.begin:
        this.moveIn(incoming.number() === 1);
        if (incoming.number() === 1) this.lodging?.leave();
        for (const each of this.living.values()) each.stop();
        this.living.clear();
        return;
      case ASK.create: {
        const handle = incoming.whole(HANDLE_MAX, 'a handle');
        const boot = JSON.parse(incoming.text()) as Boot;
        if (this.lodging === null) throw new BadFrame('a process was created before a run began');
        this.living.set(handle, new VmIncarnation(boot, this.lodging.realm()));
        return;
      }
      case ASK.stop: {
        const handle = incoming.whole(HANDLE_MAX, 'a handle');
        this.living.get(handle)?.stop();
        this.living.delete(handle);
        return;
      }
      case ASK.heap:
        return out.number(heapBytes());
      default:
        throw new BadFrame(`nobody asks for what has the kind ${kind}`);
    }
  }

  private moveIn(isApart: boolean): void {
    if (this.submission === null) throw new BadFrame('a run began before the code came');
    if (this.lodging !== null && this.isApart === isApart) return;
    this.isApart = isApart;
    this.lodging = new Lodging(this.submission, isApart ? 'always' : 'when-touched');
  }

  private step(): void {
    const { incoming } = this.channel;
    const incarnation = this.living.get(incoming.number());
    const kind = EVENT_KINDS[incoming.number()];
    const clockUs = incoming.number();
    const dateAheadUs = incoming.number();
    const number = incoming.number();
    const method = incoming.text();
    const text = incoming.text();
    if (incarnation === undefined || kind === undefined) {
      throw new BadFrame('a step of what does not live, or of no known kind');
    }
    this.last = incarnation;
    this.answer(incarnation, incarnation.step(kind, clockUs, dateAheadUs, number, method, text));
  }

  /** Writes the effects of a step. They may be of any type, but go out as numbers and texts. */
  private answer({ outbox }: VmIncarnation, count: number): void {
    const { out } = this.channel;
    let units = 0;
    for (let at = 0; at < count * SLOTS; at += SLOTS) {
      units += String(outbox[at + 3]).length + String(outbox[at + 4]).length;
    }
    if (units > STEP_UNITS_MAX) return this.answerFlood(units);
    out.number(count);
    for (let at = 0; at < count * SLOTS; at += SLOTS) {
      out.number(NUMBERS_OF_EFFECTS.get(outbox[at]) ?? -1);
      out.number(Number(outbox[at + 1]));
      out.number(Number(outbox[at + 2]));
      out.text(String(outbox[at + 3]));
      out.text(String(outbox[at + 4]));
    }
  }

  /** Node tells of rejections only between turns of its event loop. */
  private async settle(): Promise<void> {
    await nextTurn();
    const { rejections, last } = this;
    const isSound = this.lodging?.isSound() === true;
    this.channel.out.number(isSound ? 1 : 0);
    if (rejections.length === 0 || last === null) this.channel.out.number(0);
    else this.answer(last, last.fail(rejections[0]));
    rejections.length = 0;
  }

  private answerFlood(units: number): void {
    const { out } = this.channel;
    out.number(1);
    out.number(EFFECT_KINDS.indexOf('flood'));
    out.number(0);
    out.number(0);
    out.text(`texts of ${units} letters in one step, of which ${STEP_UNITS_MAX} are allowed`);
    out.text('');
  }
}
