import type { QueueFact } from '../fact.ts';

/**
 * The bodies of messages that the broker surely has once. A publish that a fault disturbs may be sent
 * again, and to an honest broker what is sent again is another message.
 */
export class CalmPublishes {
  private mayHaveMore = true;
  private readonly disturbed = new Set<number>();
  private readonly open = new Map<number, string>();
  private readonly published = new Map<string, number>();
  private readonly calm = new Set<string>();

  see(fact: QueueFact): void {
    switch (fact.kind) {
      case 'terms':
        this.mayHaveMore = !fact.isLossy;
        return;
      case 'published':
        this.open.set(fact.call, fact.body);
        this.published.set(fact.body, (this.published.get(fact.body) ?? 0) + 1);
        return;
      case 'confirmed':
        if (this.mayHaveMore && !this.disturbed.has(fact.call)) this.calm.add(fact.body);
        this.open.delete(fact.call);
        return;
      case 'fault':
        if (!fact.isMomentary) this.mayHaveMore = false;
        return this.disturb();
      case 'crashed':
        return this.disturb();
      default:
        return;
    }
  }

  private disturb(): void {
    for (const call of this.open.keys()) this.disturbed.add(call);
  }

  /** Whether one publish had this body, and no fault disturbed it. */
  has(body: string): boolean {
    return this.calm.has(body) && this.published.get(body) === 1;
  }
}
