// The process that compiles one submission: plain JavaScript, so that it starts from any folder.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
