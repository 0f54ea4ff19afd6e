import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Describe, Narrator, Past, Told } from '../../harness/story/narrator.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { ShapeError } from '../../harness/clients/shape-error.ts';
import type { Waits } from '../../harness/story/waits.ts';
import type { RaftState } from './api.ts';
import { ApplyStory } from './apply-story.ts';
import { DiskStory, listed } from './disk-story.ts';
import { fieldsIn, inShort, isVote, namesOf, numberIn } from './message-names.ts';
import { readApplyMsg, readRaftState, readStartResult } from './shapes.ts';
import { VoteStory } from './vote-story.ts';

type Words = Omit<Told, 'server'>;

/** Sooner than this after its leader's call nobody has a reason to stand, not even with a clock three times too fast. */
const SOON_MS = 100;

/** Raft's words for the events of a run. */
export const describeRaft: Describe = (members) => new RaftNarrator(members.length);

class RaftNarrator implements Narrator {
  private readonly disks: DiskStory;
  private readonly votes: VoteStory;
  private readonly applies: ApplyStory;
  /** What each server last said of itself. */
  private readonly states = new Map<number, RaftState>();
  /** When each server last heard from the leader of its term. */
  private readonly heardLeaderUs = new Map<number, number>();

  constructor(servers: number) {
    this.disks = new DiskStory(servers);
    this.votes = new VoteStory(servers);
    this.applies = new ApplyStory(this.disks);
  }

  tell(event: TraceEvent, past: Past): Told | null {
    switch (event.kind) {
      case 'restart':
        this.votes.restarted(event.server);
        this.applies.restarted(event.server);
        this.heardLeaderUs.delete(event.server);
        return { server: event.server, ...describeStart(past.saved(event.server)) };
      case 'effect': {
        const words = this.tellEffect(event, past);
        return words === null ? null : { server: event.server, ...words };
      }
      case 'event':
        return this.tellMessage(event, past);
      case 'fault':
        if (event.fault.kind === 'lose-disk') this.disks.lostDisk(event.fault.server);
        return null;
      default:
        return null;
    }
  }

  /** Who lags behind, what the leader last heard from it, or that nobody leads. */
  tellStall(waits: Waits): string[] {
    const servers = Array.from({ length: this.disks.servers }, (_, server) => server);
    const leader = servers
      .filter((server) => this.states.get(server)?.isLeader === true)
      .toSorted((a, b) => this.termOf(a) - this.termOf(b))
      .at(-1);
    if (leader === undefined) {
      const heard = waits.tellEach(servers);
      return heard.length === 0
        ? ['No server leads, and none has heard an answer of another.']
        : ['No server leads.', ...heard];
    }
    const newest = Math.max(...servers.map((server) => this.applies.upTo(server)));
    const behind = servers.filter((server) => this.applies.upTo(server) < newest);
    const others = (behind.length > 0 ? behind : servers).filter((server) => server !== leader);
    return others.map((server) => {
      const heard = waits.tellLastFrom(server, leader);
      const last = heard === null ? `nothing from server ${server}` : `it last heard ${heard}`;
      const upTo = `Server ${server} has applied up to ${this.applies.upTo(server)}`;
      return `${upTo}; the newest is ${newest}. Server ${leader} leads term ${this.termOf(leader)}: ${last}.`;
    });
  }

  private termOf(server: number): number {
    return this.states.get(server)?.term ?? 0;
  }

  private tellMessage(told: TraceEvent & { kind: 'event' }, past: Past): Told | null {
    const { server, from, event } = told;
    if (event.kind === 'invoke' && event.method === 'start') {
      this.disks.given((JSON.parse(event.args) as unknown[])[0]);
    }
    if (event.kind === 'request') {
      this.heard(server, from, told.atUs);
      return { server, from, words: '', labels: namesOf(event.method, event.args) };
    }
    if (event.kind !== 'reply' || event.reply === null) return null;
    const { method } = told;
    const isYes = says(event.reply) === true;
    const isLeader = readState(past.observed(server))?.isLeader === true;
    if (isYes && !isLeader) this.votes.saidYes(from, server, event.call);
    if (!isYes || isLeader || !isVote(method)) {
      return { server, from, words: '', labels: [`reply to ${method}`, 'reply'] };
    }
    const term = numberIn(fieldsIn(event.reply), /term/i);
    const labels = term === undefined ? ['yes'] : [`yes, in term ${term}`, `yes t${term}`];
    return { server, from, words: 'gets a vote', short: 'gets vote', labels };
  }

  /** A call of the leader of its own term. */
  private heard(server: number, from: number, atUs: number): void {
    const isLeader = this.states.get(from)?.isLeader === true;
    if (isLeader && this.termOf(from) === this.termOf(server)) this.heardLeaderUs.set(server, atUs);
  }

  private tellEffect(event: TraceEvent & { kind: 'effect' }, past: Past): Words | null {
    const { server, effect } = event;
    try {
      switch (effect.kind) {
        case 'observe':
          return this.tellState(event, effect.value, past);
        case 'emit':
          return this.tellApply(server, effect.value);
        case 'return':
          return this.tellReturn(effect.value, past);
        case 'respond':
          return describeAnswer(effect, past);
        case 'save':
          return this.tellSave(event, effect, past);
        case 'send':
          this.votes.sent(server, effect.call);
          return null;
        default:
          return null;
      }
    } catch (error) {
      if (error instanceof ShapeError)
        return { words: 'breaks the interface', short: 'wrong shape' };
      throw error;
    }
  }

  private tellState(
    { server, atUs }: TraceEvent & { kind: 'effect' },
    value: string,
    past: Past,
  ): Words | null {
    const state = readRaftState(value);
    this.states.set(server, state);
    const { term, isLeader } = state;
    const calls = past.effects.flatMap((each) => (each.kind === 'send' ? [each.call] : []));
    const notes = this.votes.observed(server, state, calls);
    if (past.trigger?.kind === 'boot' && term === termOnDisk(past.saved(server))) return null;
    if (isLeader) return { words: `LEADER, term ${term}`, short: `LEADER t${term}`, notes };
    const asks = past.effects.some((each) => each.kind === 'send' && isVote(each.method));
    if (asks) {
      const short = `candidate t${term}`;
      const heardMs = Math.round((atUs - (this.heardLeaderUs.get(server) ?? -Infinity)) / 1_000);
      if (heardMs > SOON_MS) return { words: `candidate, term ${term}`, short };
      return { words: `candidate, term ${term}, ${heardMs} ms after its leader's call`, short };
    }
    return { words: `term ${term}`, short: `t${term}` };
  }

  private tellApply(server: number, value: string): Words {
    const msg = readApplyMsg(value);
    if ('snapshotIndex' in msg) {
      const { snapshotIndex: index } = msg;
      this.applies.appliedSnapshot(server, index);
      return { words: `applies snapshot ${index}`, short: `snapshot ${index}` };
    }
    const { commandIndex, command } = msg;
    const words = {
      words: `applies ${commandIndex}: ${inShort(command)}`,
      short: `applies ${commandIndex}`,
    };
    const disks = this.disks.applied(commandIndex, command);
    const isFirst = disks !== null;
    const state = this.states.get(server);
    const wrong = this.applies.applies(server, commandIndex, command, { isFirst, state });
    if (wrong !== null) return { ...words, notes: [wrong], isAct: true };
    if (disks === null || this.disks.isMajority(disks)) return words;
    const note =
      `server ${server} applies index ${commandIndex} (${inShort(command)}) first, ` +
      `when ${disks} of ${this.disks.servers} disks have it`;
    return { ...words, notes: [note], isAct: true };
  }

  private tellSave(
    { server, atUs }: TraceEvent & { kind: 'effect' },
    { state, snapshot }: Effect & { kind: 'save' },
    { trigger }: Past,
  ): Words | null {
    const change = this.disks.saved(server, state, snapshot);
    const isReceived = snapshot !== null && trigger?.kind === 'request';
    if (isReceived) this.applies.receivedSnapshot(server, atUs);
    const { added, lost, wasApplied, had, has } = change;
    const plain = isReceived ? ' a snapshot' : '';
    const what = added.length === 0 ? plain : ` ${listed(added)}`;
    const isTold = trigger?.kind === 'request' || (trigger?.kind === 'timer' && added.length > 0);
    if (lost.length === 0) return isTold ? { words: `saves${what}` } : null;
    const applied = lost.length > 1 ? `; ${wasApplied} was applied` : ', which was applied';
    const note =
      `server ${server}'s disk had ${had} commands and has ${has}: it lost ${listed(lost)}` +
      (wasApplied === null ? '' : applied);
    return {
      words: `saves${what}`,
      notes: [note],
      ...(wasApplied === null ? {} : { isAct: true }),
    };
  }

  private tellReturn(value: string, { trigger }: Past): Words | null {
    if (trigger?.kind !== 'invoke') return null;
    const [first] = JSON.parse(trigger.args) as unknown[];
    if (trigger.method === 'snapshot') {
      return { words: `snapshots up to ${String(first)}`, short: `snapshots ${String(first)}` };
    }
    if (trigger.method !== 'start') return null;
    const result = readStartResult(value);
    if (!result.isLeader) return null;
    this.applies.took(first, result.term);
    return {
      words: `start(${inShort(first)}) at ${result.index}`,
      short: `starts ${result.index}`,
      alike: 'takes commands',
    };
  }
}

function describeStart(saved: string | null): Words {
  if (saved === null) return { words: 'starts' };
  const fields = fieldsIn(saved);
  const term = termOnDisk(saved);
  if (term === undefined) return { words: 'restarts' };
  const vote = Object.entries(fields).find(([name]) => isVote(name))?.[1];
  const isServer = typeof vote === 'number' && vote >= 0;
  const none = vote === undefined ? '' : ', no vote';
  const voted = isServer ? `, voted for ${vote}` : none;
  return { words: `restarts: term ${term}${voted}`, short: `restarts t${term}` };
}

/** An answer to a vote in words, and where it comes at a later step the arrow of what is answered. */
function describeAnswer({ call, reply }: Effect & { kind: 'respond' }, past: Past): Words | null {
  const request = past.request(call);
  if (request === undefined) return null;
  const { trigger } = past;
  const isLate = trigger?.kind !== 'request' || trigger.call !== call;
  const { from, method, args } = request;
  const arrow = isLate ? { from, labels: namesOf(method, args) } : {};
  if (!isVote(method)) return isLate ? { words: '', ...arrow } : null;
  const answer = says(reply);
  if (answer === undefined) return { words: 'answers', ...arrow };
  return answer
    ? { words: 'grants vote', short: 'grants', ...arrow }
    : { words: 'refuses', ...arrow };
}

/** The one yes or no in a reply; undefined when there is none or several. */
function says(reply: string): boolean | undefined {
  const answers = Object.values(fieldsIn(reply)).filter((value) => typeof value === 'boolean');
  return answers.length === 1 ? answers[0] : undefined;
}

function readState(text: string | null): RaftState | undefined {
  try {
    return text === null ? undefined : readRaftState(text);
  } catch {
    return undefined;
  }
}

function termOnDisk(saved: string | null): number | undefined {
  return saved === null ? 0 : numberIn(fieldsIn(saved), /term/i);
}
