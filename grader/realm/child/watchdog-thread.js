// The thread of a watchdog: plain JavaScript, so that it starts from any folder.
import { register } from 'tsx/esm/api';

register();
await import('./watchdog-main.ts');
