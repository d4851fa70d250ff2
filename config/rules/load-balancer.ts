import type { Rule } from './rule.js';

/** HAProxy's own memory, and what a connection with TLS takes of it: 34 KiB measured, and room for those whose buffers are full. */
const ownMiB = 32;
const connectionKiB = 48;

/** Limits of the load balancers. */
export const loadBalancerRules: readonly Rule[] = [
  ({ loadBalancer }) => {
    const needed = ownMiB + Math.ceil((loadBalancer.maxConnections * connectionKiB) / 1_024);
    return needed > loadBalancer.memoryMiB
      ? `loadBalancer.maxConnections needs loadBalancer.memoryMiB of ${ownMiB} + ${loadBalancer.maxConnections} × ${connectionKiB} KiB = ${needed}, got ${loadBalancer.memoryMiB}`
      : undefined;
  },
  ({ loadBalancer }) =>
    loadBalancer.maxConnections * 2 + 256 > loadBalancer.openFiles
      ? `loadBalancer.maxConnections needs loadBalancer.openFiles of 2 × ${loadBalancer.maxConnections} + 256 = ${loadBalancer.maxConnections * 2 + 256}, got ${loadBalancer.openFiles}`
      : undefined,
];
