import type { Fault } from '../vocabulary/fault.ts';
import { NETWORKS } from '../vocabulary/network-preset.ts';
import { type Network } from './network.ts';

/** What faults can be done to. */
export interface Breakable {
  /** How many processes there are. */
  readonly servers: number;
  readonly network: Network;
  isUp(server: number): boolean;
  boot(server: number): void;
  crash(server: number): void;
  loseDisk(server: number): void;
  pause(server: number): void;
  resume(server: number): void;
  drift(server: number, partsPerMillion: number): void;
  crashBetweenEffects(perMillion: number, among: readonly number[] | undefined): void;
}

/** Does a fault to the world, now. */
export function strike(world: Breakable, fault: Fault): void {
  const { network } = world;
  switch (fault.kind) {
    case 'crash':
      return world.crash(fault.server);
    case 'restart':
      if (!world.isUp(fault.server)) world.boot(fault.server);
      return;
    case 'lose-disk':
      if (!world.isUp(fault.server)) world.loseDisk(fault.server);
      return;
    case 'disconnect':
      return network.setConnected(fault.server, false);
    case 'connect':
      return network.setConnected(fault.server, true);
    case 'partition':
      return network.partition(fault.groups);
    case 'heal-partition':
      return network.partition([Array.from({ length: world.servers }, (_, each) => each)]);
    case 'block-link':
      return network.setBlocked(fault.from, fault.to, true);
    case 'unblock-link':
      return network.setBlocked(fault.from, fault.to, false);
    case 'slow-link':
      return network.setExtraDelay(fault.from, fault.to, fault.extraMs * 1_000);
    case 'network':
      network.preset = NETWORKS[fault.preset];
      return;
    case 'pause':
      return world.pause(fault.server);
    case 'resume':
      return world.resume(fault.server);
    case 'drift':
      return world.drift(fault.server, fault.partsPerMillion);
    case 'crash-between-effects':
      return world.crashBetweenEffects(fault.perMillion, fault.among);
  }
}
