import type { Settings } from '../../config/schema.js';
import { cockroachRules } from './cockroach.js';
import { haproxyRules } from './haproxy.js';
import { monitoringRules } from './monitoring.js';
import { pgbouncerRules } from './pgbouncer.js';
import { redisRules } from './redis.js';
import type { RuleGroup } from './rule.js';
import { rulesYml } from './rules-yml.js';
import { stateRules } from './state.js';
import { targetRules } from './targets.js';

/** Every group of rules, by the tier that owns it. */
export function ruleGroups(settings: Settings): Readonly<Record<string, readonly RuleGroup[]>> {
  return {
    targets: targetRules(),
    state: stateRules(),
    cockroach: cockroachRules(settings),
    redis: redisRules(settings),
    pgbouncer: pgbouncerRules(),
    haproxy: haproxyRules(),
    monitoring: monitoringRules(),
  };
}

/** The rule files: name → text. */
export function ruleFiles(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ruleGroups(settings)).map(([tier, groups]) => [`rules-${tier}.yml`, rulesYml(groups)]),
  );
}
