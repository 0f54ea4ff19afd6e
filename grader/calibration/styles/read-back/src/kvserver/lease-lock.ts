import { sleep, type Clerk, type GuardedReply } from 'splitbrain/kvserver';
import type { GuardedResult, LeaseLock } from 'splitbrain/kvserver';

/** What both kinds of keys hold: who wrote it, which tells a put that was done from one that was not. */
interface Note {
  readonly by: string;
  readonly token: number;
  readonly value: string;
}

const NOBODY: Note = { by: '', token: 0, value: '' };

export default class NotesLeaseLock implements LeaseLock {
  private token = 0;
  private clerk: Clerk;
  private name: string;
  private leaseMs: number;

  constructor(clerk: Clerk, name: string, leaseMs: number) {
    this.clerk = clerk;
    this.name = name;
    this.leaseMs = leaseMs;
  }

  async acquire(): Promise<number> {
    for (;;) {
      const [old, version] = await this.note(this.name);
      if (old.value === 'held' && !(await this.outlasts(version))) continue;
      const note = { by: unique(), token: old.token + 1, value: 'held' };
      if (await this.replace(this.name, note, version)) {
        this.token = note.token;
        return note.token;
      }
    }
  }

  async release(): Promise<void> {
    const { token } = this;
    for (;;) {
      const [old, version] = await this.note(this.name);
      if (old.token !== token || old.value !== 'held') return;
      await this.replace(this.name, { by: unique(), token, value: 'free' }, version);
    }
  }

  async write(key: string, value: string): Promise<GuardedResult> {
    const note = { by: unique(), token: this.token, value };
    for (;;) {
      const [old, version] = await this.note(key);
      if (old.token > note.token) return { err: 'ErrFenced' };
      if (await this.replace(key, note, version)) return { err: 'OK' };
    }
  }

  async read(key: string): Promise<GuardedReply> {
    const [{ by, token, value }] = await this.note(key);
    return by === '' ? { err: 'ErrNoKey' } : { err: 'OK', token, value };
  }

  /** Whether the lock stays as it is for a whole lease, while this client looks on. */
  private async outlasts(version: number): Promise<boolean> {
    const endMs = performance.now() + this.leaseMs;
    while (performance.now() < endMs) {
      await sleep(30);
      const [, now] = await this.note(this.name);
      if (now !== version) return false;
    }
    return true;
  }

  private async note(key: string): Promise<[Note, number]> {
    const reply = await this.clerk.get(key);
    return reply.err === 'OK' ? [JSON.parse(reply.value) as Note, reply.version] : [NOBODY, 0];
  }

  private async replace(key: string, note: Note, version: number): Promise<boolean> {
    await this.clerk.put(key, JSON.stringify(note), version);
    const [now] = await this.note(key);
    return now.by === note.by;
  }
}

function unique(): string {
  return `${Date.now()}-${Math.random()}`;
}
