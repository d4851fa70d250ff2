import { port, type PortName, type TierName } from '../topology.js';
import type { Probe } from '../workload.js';

/**
 * Ready when the exporter's own listener answers a plain request with the refusal that only Go's HTTPS server gives. No exporter image
 * has a client that can show a certificate, so the probe goes no further; whether scrapes succeed is what `ExporterDown` watches.
 */
export function exporterProbe<T extends Extract<TierName, 'redis-exporter' | 'pgbouncer-exporter'>>(
  tier: T,
  name: PortName<T>,
): Probe {
  const request = `printf 'GET / HTTP/1.0\\r\\n\\r\\n' | nc -w 2 127.0.0.1 ${port(tier, name)}`;
  return {
    command: ['/bin/sh', '-c', `${request} | grep -q 'HTTP request to an HTTPS server'`],
    intervalSeconds: 15,
    timeoutSeconds: 5,
    failureThreshold: 3,
    startPeriodSeconds: 15,
  };
}

/** Go's soft memory limit: below the container's, so that the collector works harder before the kernel kills the process. */
export function goMemoryLimit(memoryMiB: number): string {
  return `${Math.floor(memoryMiB * 0.8)}MiB`;
}
