import { cockroachRules } from './rules/cockroach.js';
import { dockerRules } from './rules/docker.js';
import { loadBalancerRules } from './rules/load-balancer.js';
import { poolRules } from './rules/pools.js';
import { redisRules } from './rules/redis.js';
import { stateRules } from './rules/state.js';
import { terraformRules } from './rules/terraform.js';
import type { Settings } from './schema.js';
import { watched } from './watched.js';
import type { Path } from './watched.js';

const rules = [
  ...cockroachRules,
  ...redisRules,
  ...poolRules,
  ...loadBalancerRules,
  ...stateRules,
  ...terraformRules,
  ...dockerRules,
];

/**
 * Limits that contradict each other: each fault names the keys and shows the sum. `faulty`: settings with a fault of their own, of which a
 * default stands in their place; a rule that reads one of them has nothing to tell.
 */
export function contradictions(settings: Settings, faulty: readonly Path[] = []): string[] {
  if (faulty.length === 0) return rules.flatMap((rule) => rule(settings) ?? []);
  return rules.flatMap((rule) => {
    let guesses = false;
    const fault = rule(watched(settings, faulty, () => (guesses = true)));
    return guesses ? [] : (fault ?? []);
  });
}
