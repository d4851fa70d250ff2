import type { PlannedStack } from '../synthesized.js';
import { overlap, parseSubnet } from './subnet.js';

/** A network that is already there: one of the engine's, or a route of this machine. */
export interface KnownSubnet {
  readonly subnet: string;
  /** `the Docker network x` or `a route by eth0`. */
  readonly owner: string;
}

/** Refuses networks that overlap others. `known` is without the stack's own. */
export function subnetFaults(networks: PlannedStack['networks'], known: readonly KnownSubnet[]): string[] {
  return networks.flatMap(({ name, subnet }) => {
    const own = parseSubnet(subnet);
    return known
      .filter((other) => {
        const range = parseSubnet(other.subnet);
        return own !== undefined && range !== undefined && overlap(own, range);
      })
      .map(
        (other) =>
          `networks: ${name} is ${subnet}, which overlaps ${other.subnet} of ${other.owner}. Set docker.subnet in ` +
          'the profile to a /24 that, with the next one, is free.',
      );
  });
}
