import { utf8Bytes } from '../vocabulary/json-size.ts';
import { LAB_KEY_START, type RecordChange, type StoredRecord } from '../vocabulary/server.ts';

/** A text on a disk. Its size is counted when somebody asks: a long log is saved far more often than measured. */
class StoredText {
  private kept: string | null = null;
  private keptBytes: number | null = 0;

  get text(): string | null {
    return this.kept;
  }

  set text(text: string | null) {
    this.kept = text;
    this.keptBytes = null;
  }

  /** In UTF-8, 0 without a text. */
  get bytes(): number {
    this.keptBytes ??= utf8Bytes(this.kept ?? '');
    return this.keptBytes;
  }
}

/** What is on a process's disk, as JSON texts, and how large it is in UTF-8 bytes. */
export class Disk {
  private readonly stored = { state: new StoredText(), snapshot: new StoredText() };
  private readonly texts = new Map<string, string>();
  private bytesOfRecords = 0;

  get state(): string | null {
    return this.stored.state.text;
  }

  get snapshot(): string | null {
    return this.stored.snapshot.text;
  }

  /** The texts of its records, by their keys. */
  get records(): ReadonlyMap<string, string> {
    return this.texts;
  }

  get stateBytes(): number {
    return this.stored.state.bytes;
  }

  get snapshotBytes(): number {
    return this.stored.snapshot.bytes;
  }

  /** Size of the records, keys and texts, those of the lab left out. */
  get recordBytes(): number {
    return this.bytesOfRecords;
  }

  /** The records by ascending keys, as their UTF-16 units compare. */
  sortedRecords(): StoredRecord[] {
    return [...this.texts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }

  /** Writes both texts at once; null for the snapshot leaves the old one. */
  save(state: string, snapshot: string | null): void {
    this.stored.state.text = state;
    if (snapshot !== null) this.stored.snapshot.text = snapshot;
  }

  /** Changes records, all at once. */
  write(changes: readonly RecordChange[]): void {
    const { texts } = this;
    for (const [key, value] of changes) {
      this.bytesOfRecords += bytesOf(key, value) - bytesOf(key, texts.get(key) ?? null);
      if (value === null) texts.delete(key);
      else texts.set(key, value);
    }
  }

  erase(): void {
    this.stored.state.text = null;
    this.stored.snapshot.text = null;
    this.texts.clear();
    this.bytesOfRecords = 0;
  }
}

function bytesOf(key: string, value: string | null): number {
  if (value === null || key.startsWith(LAB_KEY_START)) return 0;
  return utf8Bytes(key) + utf8Bytes(value);
}
