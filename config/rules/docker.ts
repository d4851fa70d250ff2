import type { Rule } from './rule.js';

/** Static addresses of one tier on Docker; a tier's slot in `constructs/topology.ts` has as many. */
export const addressesOfTier = 16;

/** What one engine has room for; the other tiers' ranges end below it. */
export const dockerRules: readonly Rule[] = [
  ({ platform, state }) =>
    platform === 'docker' && state.instances > addressesOfTier
      ? `state.instances must be at most ${addressesOfTier} on docker, the addresses of one tier, got ${state.instances}`
      : undefined,
];
