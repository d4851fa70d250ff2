import type { Rule } from './rule.js';

/** Limits of the app tier's memory. */
export const stateRules: readonly Rule[] = [
  ({ state: { writesMiB, memoryMiB } }) =>
    writesMiB * 2 >= memoryMiB
      ? `state.writesMiB must be below half of state.memoryMiB: 2 × ${writesMiB} = ${writesMiB * 2} >= ${memoryMiB}; lower it, or raise state.memoryMiB`
      : undefined,
  ({ state: { writesMiB, bodyLimitKiB } }) =>
    writesMiB * 1_024 < bodyLimitKiB
      ? `state.bodyLimitKiB must fit into state.writesMiB: ${bodyLimitKiB} > ${writesMiB} × 1024 = ${writesMiB * 1_024}; raise state.writesMiB`
      : undefined,
];
