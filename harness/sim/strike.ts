import type { Fault } from '../vocabulary/fault.ts';
import { NETWORKS } from '../vocabulary/network-preset.ts';
import { type Network } from './network.ts';

/** What faults can be done to. */
export interface Breakable {
  readonly network: Network;
  /** Starts a process, unless it runs. */
  boot(process: number): void;
  /** Stops a process, if it runs. */
  crash(process: number): void;
  /** Erases the disk of a process, unless it runs. */
  loseDisk(process: number): void;
  /** Lets what comes to a process pile up, if it runs. */
  pause(process: number): void;
  resume(process: number): void;
  drift(process: number, partsPerMillion: number): void;
  crashBetweenEffects(perMillion: number, among: readonly number[] | undefined): void;
}

/** Does a fault to the world, now. */
export function strike(world: Breakable, fault: Fault): void {
  const { network } = world;
  switch (fault.kind) {
    case 'crash':
      return world.crash(fault.server);
    case 'restart':
      return world.boot(fault.server);
    case 'lose-disk':
      return world.loseDisk(fault.server);
    case 'disconnect':
      return network.setConnected(fault.server, false);
    case 'connect':
      return network.setConnected(fault.server, true);
    case 'partition':
      return network.partition(fault.groups);
    case 'heal-partition':
      return network.unite();
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
