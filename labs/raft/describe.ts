import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Describe, Narrator, Past, Told } from '../../harness/story/narrator.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { ShapeError } from '../../harness/clients/shape-error.ts';
import type { RaftState } from './api.ts';
import { DiskStory, listed } from './disk-story.ts';
import { fieldsIn, isVote, namesOf, numberIn } from './message-names.ts';
import { readApplyMsg, readRaftState, readStartResult } from './shapes.ts';
import { VoteStory } from './vote-story.ts';

type Words = Omit<Told, 'server'>;

/** Raft's words for the events of a run. */
export const describeRaft: Describe = (members) => new RaftNarrator(members.length);

class RaftNarrator implements Narrator {
  private readonly disks: DiskStory;
  private readonly votes: VoteStory;

  constructor(servers: number) {
    this.disks = new DiskStory(servers);
    this.votes = new VoteStory(servers);
  }

  tell(event: TraceEvent, past: Past): Told | null {
    switch (event.kind) {
      case 'restart':
        this.votes.restarted(event.server);
        return { server: event.server, ...describeStart(past.saved(event.server)) };
      case 'effect': {
        const words = this.tellEffect(event.server, event.effect, past);
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

  private tellMessage(told: TraceEvent & { kind: 'event' }, past: Past): Told | null {
    const { server, from, event } = told;
    if (event.kind === 'invoke' && event.method === 'start') {
      this.disks.given((JSON.parse(event.args) as unknown[])[0]);
    }
    if (event.kind === 'request') {
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

  private tellEffect(server: number, effect: Effect, past: Past): Words | null {
    try {
      switch (effect.kind) {
        case 'observe':
          return this.tellState(server, effect.value, past);
        case 'emit':
          return this.tellApply(server, effect.value);
        case 'return':
          return this.tellReturn(effect.value, past);
        case 'respond':
          return describeAnswer(effect, past);
        case 'save':
          return this.tellSave(server, effect, past);
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

  private tellState(server: number, value: string, past: Past): Words | null {
    const state = readRaftState(value);
    const { term, isLeader } = state;
    const calls = past.effects.flatMap((each) => (each.kind === 'send' ? [each.call] : []));
    const notes = this.votes.observed(server, state, calls);
    if (past.trigger?.kind === 'boot' && term === termOnDisk(past.saved(server))) return null;
    if (isLeader) return { words: `LEADER, term ${term}`, short: `LEADER t${term}`, notes };
    const asks = past.effects.some((each) => each.kind === 'send' && isVote(each.method));
    if (asks) return { words: `candidate, term ${term}`, short: `candidate t${term}` };
    return { words: `term ${term}`, short: `t${term}` };
  }

  private tellApply(server: number, value: string): Words {
    const msg = readApplyMsg(value);
    if ('snapshotIndex' in msg) {
      const { snapshotIndex: index } = msg;
      return { words: `applies snapshot ${index}`, short: `snapshot ${index}` };
    }
    const { commandIndex, command } = msg;
    const words = {
      words: `applies ${commandIndex}: ${inShort(command)}`,
      short: `applies ${commandIndex}`,
    };
    const disks = this.disks.applied(commandIndex, command);
    if (disks === null || this.disks.isMajority(disks)) return words;
    const note =
      `server ${server} applies index ${commandIndex} (${inShort(command)}) first, ` +
      `when ${disks} of ${this.disks.servers} disks have it`;
    return { ...words, notes: [note], isAct: true };
  }

  private tellSave(
    server: number,
    { state, snapshot }: Effect & { kind: 'save' },
    { trigger }: Past,
  ): Words | null {
    const change = this.disks.saved(server, state, snapshot);
    const { added, lost, wasApplied, had, has } = change;
    const what = added.length === 0 ? '' : ` ${listed(added)}`;
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
    return {
      words: `start(${inShort(first)}) at ${result.index}`,
      short: `starts ${result.index}`,
      alike: 'takes commands',
    };
  }
}

/** A command in a few letters; the padding of a large one is cut short. */
function inShort(command: unknown): string {
  return JSON.stringify(command)
    .replace(/\.{3,}/, '...')
    .slice(0, 12);
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
