import { z } from 'zod';
import { cpus, integer, memoryMiB, storageGiB } from './types.js';

export const exporters = z.strictObject({
  memoryMiB: memoryMiB.default(64).describe('Limit of one exporter.'),
  cpus: cpus.default(0.1).describe('vCPUs of one exporter.'),
});

export const monitoring = z.strictObject({
  scrapeIntervalSeconds: integer(5, 300).default(15).describe('How often every tier is asked for its metrics.'),
  retentionDays: integer(1, 365).default(7).describe('How long Prometheus keeps them.'),
  prometheusMemoryMiB: memoryMiB.default(512).describe('Limit of Prometheus.'),
  prometheusStorageGiB: storageGiB
    .default(5)
    .describe('Volume of Prometheus, and its `--storage.tsdb.retention.size`.'),
  grafana: z.boolean().default(true).describe('Whether Grafana is deployed.'),
  grafanaMemoryMiB: memoryMiB.default(256).describe('Limit of Grafana.'),
  grafanaStorageGiB: storageGiB.default(1).describe('Volume of Grafana on Kubernetes.'),
  cpus: cpus.default(0.5).describe('vCPUs of Prometheus, and of Grafana.'),
});
