import { sleep, type Clerk, type Lock } from 'splitbrain/kvserver';

/** Each hold has a name of its own; whether it is there is read back, whatever the put answered. */
export default class ReadBackLock implements Lock {
  private hold = '';
  private clerk: Clerk;
  private name: string;

  constructor(clerk: Clerk, name: string) {
    this.clerk = clerk;
    this.name = name;
  }

  async acquire(): Promise<void> {
    const hold = `hold-${Math.random()}`;
    let limitMs = 4;
    for (;;) {
      let seen = await this.clerk.get(this.name);
      if (seen.err === 'ErrNoKey') await this.clerk.put(this.name, hold, 0);
      else if (seen.value === 'free') await this.clerk.put(this.name, hold, seen.version);
      seen = await this.clerk.get(this.name);
      if (seen.err === 'OK' && seen.value === hold) break;
      await sleep(1 + Math.random() * limitMs);
      limitMs = Math.min(limitMs * 2, 100);
    }
    this.hold = hold;
  }

  async release(): Promise<void> {
    let seen = await this.clerk.get(this.name);
    while (seen.err === 'OK' && seen.value === this.hold) {
      await this.clerk.put(this.name, 'free', seen.version);
      seen = await this.clerk.get(this.name);
    }
  }
}
