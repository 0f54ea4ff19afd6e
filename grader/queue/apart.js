// A process that runs one seed by itself: plain JavaScript, so that it starts from any folder.
import { register } from 'tsx/esm/api';

register();
await import('./apart-main.ts');
