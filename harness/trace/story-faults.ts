import type { Fault } from '../faults/fault.ts';
import type { Told } from './story.ts';

/**
 * Words for the faults of a run, as long as they change something: scripts heal what is whole, too.
 * Crashes and restarts are told when they happen; clock drift and slow links are no events.
 */
export class FaultTeller {
  private readonly cutOff = new Set<number>();
  private readonly paused = new Set<number>();
  private readonly blocked = new Set<string>();
  private groups = '';
  private network = '';

  /** Of one server. */
  tellServer(fault: Fault): Told | null {
    switch (fault.kind) {
      case 'disconnect':
        return add(this.cutOff, fault.server) ? { server: fault.server, words: 'CUT OFF' } : null;
      case 'connect':
        return this.cutOff.delete(fault.server)
          ? { server: fault.server, words: 'reconnected' }
          : null;
      case 'pause':
        return add(this.paused, fault.server) ? { server: fault.server, words: 'PAUSED' } : null;
      case 'resume':
        return this.paused.delete(fault.server) ? { server: fault.server, words: 'resumes' } : null;
      case 'lose-disk':
        return { server: fault.server, words: 'DISK LOST' };
      default:
        return null;
    }
  }

  /** The end of all of them. */
  tellHeal(): string {
    for (const all of [this.cutOff, this.paused, this.blocked]) all.clear();
    this.groups = '';
    this.network = 'reliable';
    return 'every fault is healed';
  }

  /** Between servers. */
  tellCluster(fault: Fault): string | null {
    switch (fault.kind) {
      case 'partition':
        return this.partition(fault.groups);
      case 'heal-partition':
        return this.partition([]);
      case 'block-link':
        return add(this.blocked, `${fault.from} -> ${fault.to}`)
          ? `link ${fault.from} -> ${fault.to} blocked`
          : null;
      case 'unblock-link':
        return this.blocked.delete(`${fault.from} -> ${fault.to}`)
          ? `link ${fault.from} -> ${fault.to} open`
          : null;
      case 'network':
        if (this.network === fault.preset) return null;
        this.network = fault.preset;
        return `network: ${fault.preset}`;
      default:
        return null;
    }
  }

  private partition(groups: readonly (readonly number[])[]): string | null {
    const now = groups.length < 2 ? '' : groups.map((group) => group.join(' ')).join(' | ');
    if (now === this.groups) return null;
    this.groups = now;
    return now === '' ? 'partition healed' : `partition: ${now}`;
  }
}

function add<T>(set: Set<T>, value: T): boolean {
  if (set.has(value)) return false;
  set.add(value);
  return true;
}
