import { Failure } from '../failure.js';
import type { Sums } from './load.js';

/** CockroachDB advises 8 vCPUs a node, and has tested up to 64. */
const nodeCpus = [8, 16, 32, 64] as const;
const mostNodes = 15;
/** CockroachDB advises 4 GiB a vCPU, and at most 4 active connections a vCPU. */
const mibPerCpu = 4_096;
const connectionsPerCpu = 4;
/** CockroachDB needs 1956 and advises 15000; more does no harm. */
const nodeFiles = 65_536;

/**
 * Nodes that take the connections with one of them out.
 *
 * @throws Failure when no cluster within the settings' ranges does.
 */
export function sizeCockroach(connections: number): Sums {
  const cpusNeeded = Math.ceil(connections / connectionsPerCpu);
  const counts = Array.from({ length: (mostNodes - 1) / 2 }, (_, index) => 3 + 2 * index);
  const fitting = counts
    .flatMap((nodes) => nodeCpus.map((cpus) => ({ nodes, cpus })))
    .find(({ nodes, cpus }) => (nodes - 1) * cpus >= cpusNeeded);
  if (fitting === undefined) {
    throw new Failure(
      `${connections} connections need ${cpusNeeded} vCPUs, with one node out: more than (${mostNodes} - 1) × ${nodeCpus.at(-1)}; raise --hit-rate or lower --query-ms`,
    );
  }
  const { nodes, cpus } = fitting;
  const memory = cpus * mibPerCpu;
  return {
    heading: 'Database',
    lines: [
      {
        what: 'vCPUs needed',
        sum: `${connections} connections, reserves and read-only included, ÷ ${connectionsPerCpu}`,
        result: cpusNeeded,
        unit: 'vCPU',
      },
      {
        what: 'nodes',
        sum: `odd, at least 3; (${nodes} - 1) × ${cpus} = ${(nodes - 1) * cpus} vCPUs with one out`,
        result: nodes,
        unit: '',
        key: 'cockroach.nodes',
      },
      { what: 'vCPUs of each', sum: `at least 8 advised`, result: cpus, unit: 'vCPU', key: 'cockroach.cpus' },
      { what: 'memory of each', sum: `${cpus} vCPUs × 4 GiB`, result: memory, unit: 'MiB', key: 'cockroach.memoryMiB' },
      { what: 'cache', sum: `25 % of ${memory}`, result: memory / 4, unit: 'MiB', key: 'cockroach.cacheMiB' },
      {
        what: 'SQL memory',
        sum: `25 % of ${memory}; (2 × ${memory / 4}) + ${memory / 4} = ${(memory * 3) / 4} ≤ 80 %`,
        result: memory / 4,
        unit: 'MiB',
        key: 'cockroach.sqlMemoryMiB',
      },
      {
        what: 'open files',
        sum: `above the 15000 that are advised`,
        result: nodeFiles,
        unit: 'files',
        key: 'cockroach.openFiles',
      },
    ],
  };
}
