// Lets plain Node run the TypeScript sources, in this repository and in a student's workspace alike.
import { register } from 'tsx/esm/api';

register();
await import('./main.ts');
