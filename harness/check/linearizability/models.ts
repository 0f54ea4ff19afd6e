import { kv } from './models/kv.ts';
import { list } from './models/list.ts';
import { lock } from './models/lock.ts';
import { registerFrom } from './models/register.ts';
import { versionedKv } from './models/versioned-kv.ts';

/** The models that a history file can be checked against, by name. */
export const MODELS = {
  kv,
  'versioned-kv': versionedKv,
  register: registerFrom(null),
  list,
  lock,
} as const;
