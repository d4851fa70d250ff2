import type { Rule } from './rule.js';

/** HAProxy's own memory, and what a connection with TLS takes of it: 34 KiB measured, and room for those whose buffers are full. */
export const ownMiB = 32;
export const connectionKiB = 48;

/** Memory of a load balancer with so many connections, in MiB. */
export function balancerMiB(connections: number): number {
  return ownMiB + Math.ceil((connections * connectionKiB) / 1_024);
}

/** Open files of a load balancer with so many connections: both ends of each, and listeners, checks, logs. */
export function balancerFiles(connections: number): number {
  return 2 * connections + 256;
}

/** Limits of the load balancers. */
export const loadBalancerRules: readonly Rule[] = [
  ({ loadBalancer: { maxConnections, memoryMiB } }) => {
    const needed = balancerMiB(maxConnections);
    return needed > memoryMiB
      ? `loadBalancer.maxConnections needs loadBalancer.memoryMiB of ${ownMiB} + ${maxConnections} × ${connectionKiB} KiB = ${needed}, got ${memoryMiB}; raise it, or lower loadBalancer.maxConnections`
      : undefined;
  },
  ({ loadBalancer: { maxConnections, openFiles } }) => {
    const needed = balancerFiles(maxConnections);
    return needed > openFiles
      ? `loadBalancer.maxConnections needs loadBalancer.openFiles of 2 × ${maxConnections} + 256 = ${needed}, got ${openFiles}; raise it, or lower loadBalancer.maxConnections`
      : undefined;
  },
];
