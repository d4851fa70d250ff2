import { cockroachRules } from './rules/cockroach.js';
import { dockerRules } from './rules/docker.js';
import { loadBalancerRules } from './rules/load-balancer.js';
import { poolRules } from './rules/pools.js';
import { redisRules } from './rules/redis.js';
import { stateRules } from './rules/state.js';
import { terraformRules } from './rules/terraform.js';
import type { Settings } from './schema.js';

const rules = [
  ...cockroachRules,
  ...redisRules,
  ...poolRules,
  ...loadBalancerRules,
  ...stateRules,
  ...terraformRules,
  ...dockerRules,
];

/** Limits that contradict each other: each fault names the keys and shows the sum. */
export function contradictions(settings: Settings): string[] {
  return rules.flatMap((rule) => rule(settings) ?? []);
}
