import type { Boot } from '../../../harness/vocabulary/server.ts';
import type { Bridge, Evaluate } from './protocol.ts';
import type { Shared } from './realm/shared.ts';

/** Parameters and result of the function whose body this bundle is. */
declare const ofRealm: Shared;
declare const evaluateSubmission: Evaluate;
declare const bootText: string;
declare const effectsMax: number;
declare const bridge: { -readonly [member in keyof Bridge]: Bridge[member] };

export const shared = ofRealm;
export const evaluate = evaluateSubmission;

/** What the process knows when it starts. */
export const boot = shared.primordials.parse(bootText) as Boot;

/** More effects than this in one step are a flood. */
export const EFFECTS_MAX = effectsMax;

/** What the host gets. */
export const result = bridge;
