import type { Rule } from './rule.js';

/** Limits of the database nodes. */
export const cockroachRules: readonly Rule[] = [
  ({ cockroach }) =>
    cockroach.nodes % 2 === 0
      ? `cockroach.nodes must be odd, so that a majority exists, got ${cockroach.nodes}; take ${cockroach.nodes + 1}`
      : undefined,
  ({ platform, cockroach }) =>
    platform === 'kubernetes' && cockroach.nodes < 3
      ? `cockroach.nodes must be at least 3 on kubernetes, got ${cockroach.nodes}`
      : undefined,
  ({ cockroach }) => {
    const sum = 2 * cockroach.sqlMemoryMiB + cockroach.cacheMiB;
    const limit = Math.floor(cockroach.memoryMiB * 0.8);
    return sum > limit
      ? `(2 × cockroach.sqlMemoryMiB) + cockroach.cacheMiB must be at most 80 % of cockroach.memoryMiB: ` +
          `(2 × ${cockroach.sqlMemoryMiB}) + ${cockroach.cacheMiB} = ${sum} > ${limit}; raise cockroach.memoryMiB to ${Math.ceil(sum / 0.8)}`
      : undefined;
  },
];
