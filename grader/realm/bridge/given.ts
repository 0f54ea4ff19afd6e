import type { Boot } from '../../../harness/vocabulary/server.ts';
import type { Bridge } from './protocol.ts';

/** Parameters and result of the function whose body this bundle is. */
declare const bootText: string;
declare const effectsMax: number;
declare const bridge: { -readonly [member in keyof Bridge]: Bridge[member] };

/** What the process knows when it starts. */
export const boot = JSON.parse(bootText) as Boot;

/** More effects than this in one step are a flood. */
export const EFFECTS_MAX = effectsMax;

/** What the host gets. */
export const result = bridge;
