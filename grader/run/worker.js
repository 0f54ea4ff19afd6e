// A worker process: plain JavaScript, so that it starts from any folder.
import { register } from 'tsx/esm/api';

register();
await import('./worker-main.ts');
