import { setTimeout as sleep } from 'node:timers/promises';
import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { prometheusApi } from '../../prometheus-api.js';

interface Target {
  readonly labels: { readonly job: string; readonly instance: string };
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  readonly lastScrape: string;
}

/** Every target that the stack should have was scraped since this check began, and was up. */
export const everyTargetUp: InsideCheck = {
  name: 'every target is up',
  tier: 'prometheus',
  vantage: 'inside',
  run: async (context) => {
    const { scrapeJobs, scrapeIntervalSeconds } = context.config;
    const begun = Date.now();
    const patienceMs = 2 * scrapeIntervalSeconds * 1_000;
    for (;;) {
      const { activeTargets } = await prometheusApi<{ activeTargets: Target[] }>(
        context,
        '/api/v1/targets?state=active',
      );
      const fresh = activeTargets.every(({ lastScrape }) => Date.parse(lastScrape) >= begun);
      if (fresh || Date.now() - begun > patienceMs)
        return verdict(
          targetFaults(activeTargets, scrapeJobs),
          `${activeTargets.length} targets of ${Object.keys(scrapeJobs).length} jobs`,
        );
      await sleep(500);
    }
  },
};

/** What is wrong with Prometheus' targets, given how many each job should have. */
export function targetFaults(targets: readonly Target[], jobs: Readonly<Record<string, number>>): string[] {
  const missing = Object.entries(jobs).flatMap(([job, expected]) => {
    const found = targets.filter(({ labels }) => labels.job === job).length;
    return found === expected ? [] : [`job ${job} has ${found} targets, ${expected} expected`];
  });
  const down = targets
    .filter(({ health }) => health !== 'up')
    .map(
      ({ labels, health, lastError }) =>
        `${labels.job} ${labels.instance} is ${health}: ${lastError || 'not scraped yet'}`,
    );
  return [...missing, ...down];
}
