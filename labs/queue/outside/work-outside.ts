import type { BeginNative } from '../../../harness/native/native-process.ts';
import { outside } from '../../outside/outside.ts';
import type { WorkRpc } from './work-rpc.ts';

/** The world outside, where the effects of handlings are; it takes note of how they begin and fail, too. */
export const workOutside: BeginNative<WorkRpc> = (node) => ({
  ...outside(node),
  begin: () => null,
  fail: () => null,
});
