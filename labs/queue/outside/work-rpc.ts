import type { Delivery } from '../api.ts';
import type { OutsideRpc } from '../../outside/outside-rpc.ts';

/** What goes over the network between a consumer's `Work` and the world outside, where its effects are. */
export interface WorkRpc extends OutsideRpc {
  /** A handling begins. */
  begin(delivery: Delivery): null;
  /** A handling ends without an effect. */
  fail(delivery: Delivery): null;
}
