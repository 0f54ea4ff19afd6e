// Plain JavaScript, with the engine's flags of a worker: see grader/run/pool.ts.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
