// Plain JavaScript, so that no flag of Node's is needed to start it.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
