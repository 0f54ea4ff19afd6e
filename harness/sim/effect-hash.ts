import type { Deed } from '../vocabulary/server.ts';
import type { Disk } from './disk.ts';
import type { TraceHash } from './trace-hash.ts';

/** What stands for each kind of effect in the fingerprint of a run. */
const EFFECT_CODES: Readonly<Record<Deed['kind'], number>> = {
  send: 1,
  respond: 2,
  save: 3,
  'set-timer': 4,
  'clear-timer': 5,
  emit: 6,
  return: 7,
  observe: 8,
  fail: 10,
  flood: 11,
  write: 12,
};

/** Adds an effect to the fingerprint of its run; `disk` is that of the process before the effect. */
export function hashEffect(hash: TraceHash, effect: Deed, disk: Readonly<Disk>): void {
  hash.number(EFFECT_CODES[effect.kind]);
  switch (effect.kind) {
    case 'send':
      hash.number(effect.to);
      hash.text(effect.method);
      return hash.text(effect.args);
    case 'respond':
      return hash.text(effect.reply);
    case 'save':
      hash.replacement(disk.state ?? '', effect.state);
      if (effect.snapshot !== null) hash.text(effect.snapshot);
      return;
    case 'write':
      hash.number(effect.records.length);
      for (const [key, value] of effect.records) {
        hash.text(key);
        hash.number(value === null ? 0 : 1);
        hash.text(value ?? '');
      }
      return;
    case 'return':
    case 'emit':
    case 'observe':
      return hash.text(effect.value);
    // Timers tell by what they do when they fire, and the last two by the verdict.
    case 'set-timer':
    case 'clear-timer':
    case 'fail':
    case 'flood':
      return;
  }
}
