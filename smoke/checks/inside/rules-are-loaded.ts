import { setTimeout as sleep } from 'node:timers/promises';
import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { prometheusApi } from '../../prometheus-api.js';

interface RuleGroup {
  readonly name: string;
  readonly rules: readonly { readonly name: string; readonly health: string; readonly lastError?: string }[];
}

/** Every rule of this package is loaded, and was evaluated without an error. */
export const rulesAreLoaded: InsideCheck = {
  name: 'rules are loaded and evaluate',
  tier: 'prometheus',
  vantage: 'inside',
  run: async (context) => {
    const { ruleGroups, scrapeIntervalSeconds } = context.config;
    const deadline = Date.now() + 2 * scrapeIntervalSeconds * 1_000;
    for (;;) {
      const { groups } = await prometheusApi<{ groups: RuleGroup[] }>(context, '/api/v1/rules');
      const rules = groups.flatMap((group) => group.rules);
      if (rules.every(({ health }) => health !== 'unknown') || Date.now() > deadline)
        return verdict(ruleFaults(groups, ruleGroups), `${rules.length} rules in ${groups.length} groups`);
      await sleep(500);
    }
  },
};

/** What is wrong with Prometheus' rules, given how many each group should have. */
export function ruleFaults(groups: readonly RuleGroup[], expected: Readonly<Record<string, number>>): string[] {
  const missing = Object.entries(expected).flatMap(([name, count]) => {
    const found = groups.find((group) => group.name === name)?.rules.length ?? 0;
    return found === count ? [] : [`group ${name} has ${found} rules, ${count} expected`];
  });
  const unhealthy = groups
    .flatMap(({ rules }) => rules)
    .filter(({ health }) => health !== 'ok')
    .map(({ name, health, lastError }) => `${name} is ${health}: ${lastError || 'not evaluated yet'}`);
  return [...missing, ...unhealthy];
}
