import { NETWORKS, type NetworkName } from '../../vocabulary/network-preset.ts';
import type { FaultKind } from '../fault-kind.ts';

/** All messages travel differently from now on. */
export interface ChangeNetwork {
  readonly kind: 'network';
  readonly preset: NetworkName;
}

export const changeNetwork: FaultKind<ChangeNetwork> = {
  strike: ({ network }, { preset }) => {
    network.preset = NETWORKS[preset];
  },
  // Whatever the run began with: a system must converge where messages arrive.
  heal: ({ network }) => {
    network.preset = NETWORKS.reliable;
  },
  sets: ({ preset }) => ({ name: 'network', value: preset }),
  inSchedule: ({ preset }) => `the network becomes ${preset}`,
  inStory: ({ preset }) => ({ words: `network: ${preset}` }),
};
