import { z } from 'zod';
import { cpus, integer, line, memoryMiB, storageGiB } from './types.js';

const locality = z
  .string()
  .regex(/^[a-z]+=[A-Za-z0-9._-]+(,[a-z]+=[A-Za-z0-9._-]+)*$/, 'must be key=value pairs such as region=europe,zone=a');

export const cockroach = z.strictObject({
  nodes: integer(1, 15)
    .default(3)
    .describe('Nodes of the cluster: odd, so that a majority exists; at least 3 in production.'),
  localities: z
    .array(locality)
    .min(1)
    .default(['region=local,zone=a', 'region=local,zone=b', 'region=local,zone=c'])
    .describe(
      '`--locality` of each node in turn, most general key first; the list repeats when it is shorter than `nodes`. Replicas spread over it.',
    ),
  memoryMiB: memoryMiB
    .default(2048)
    .describe("Limit of one node's container; CockroachDB advises 4 GiB a vCPU in production."),
  cpus: cpus
    .default(1)
    .describe('vCPUs of one node; CockroachDB advises at least 4, better 8. Bounds the pools: 4 × all of them.'),
  cacheMiB: integer(64, 524_288)
    .default(256)
    .describe('`--cache`: 25 % of the memory in production, 256 MiB on a laptop.'),
  sqlMemoryMiB: integer(64, 524_288)
    .default(512)
    .describe('`--max-sql-memory`: 25 % in production. (2 × this) + cache stays within 80 % of the memory.'),
  storageGiB: storageGiB.default(10).describe('Volume of one node on Kubernetes; at most 320 GiB a vCPU.'),
  stopGraceSeconds: integer(20, 900)
    .default(60)
    .describe("Time for a node to drain before it is killed; CockroachDB's own manifests take 300."),
  openFiles: integer(1_956, 1_048_576)
    .default(15_000)
    .describe('Limit of open files: a node does not start below 1956; 15000 is advised.'),
  organization: line
    .default('')
    .describe('`cluster.organization`; goes with the licence key, which is a secret (docs/secrets.md).'),
  telemetry: z
    .boolean()
    .default(false)
    .describe('Opens a way out for telemetry: free and trial licences are throttled after 7 days without it.'),
  maxRefreshSpansBytes: integer(65_536, 268_435_456)
    .default(4_194_304)
    .describe(
      "`kv.transaction.max_refresh_spans_bytes`: today's default; the guide's 256000 is an old one and causes retries.",
    ),
  rangeRebalanceThreshold: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.05)
    .describe('`kv.allocator.range_rebalance_threshold`, a fraction: how uneven the nodes may be before ranges move.'),
  hashShardedRegions: z
    .boolean()
    .default(false)
    .describe(
      'Spreads the rows of regions over 16 places by a hash of their key: worth it above a million regions. Stays once applied.',
    ),
});
