import { port, type PortName, type TierName } from '../topology.js';
import type { Probe } from '../workload.js';

/**
 * Ready when something listens on the exporter's port. A probe that connects would do no more good than noise in the log: no exporter
 * image has a client that can show a certificate. Whether scrapes succeed is what the alert `ExporterDown` watches.
 */
export function exporterProbe<T extends Extract<TierName, 'redis-exporter' | 'pgbouncer-exporter'>>(
  tier: T,
  name: PortName<T>,
): Probe {
  const hex = port(tier, name).toString(16).toUpperCase().padStart(4, '0');
  return {
    // The kernel's table of sockets: local port, no peer, state 0A (listening).
    command: ['grep', '-qsE', `:${hex} 0+:0000 0A `, '/proc/net/tcp', '/proc/net/tcp6'],
    intervalSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: 3,
    startPeriodSeconds: 15,
  };
}

/** Go's soft memory limit: below the container's, so that the collector works harder before the kernel kills the process. */
export function goMemoryLimit(memoryMiB: number): string {
  return `${Math.floor(memoryMiB * 0.8)}MiB`;
}
