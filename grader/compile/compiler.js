// A process that compiles: plain JavaScript, so that it starts from any folder.
import { register } from 'tsx/esm/api';

register();
await import('./compiler-main.ts');
