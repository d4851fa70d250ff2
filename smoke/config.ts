import type { Settings } from '../config/schema.js';
import { pgbouncerStatsUser } from '../constructs/tiers/pgbouncer-exporter.js';
import { prometheusUser, scrapeJobs } from '../constructs/tiers/scrape-jobs.js';
import { clusterSettings } from '../templates/sql/cluster-settings.js';
import { ruleGroups } from '../templates/alerts/index.js';
import { deployed, type Deployed } from './deployed.js';
import { endpoints, type Endpoint } from './endpoints.js';

/** What the inside checks are told about the stack: its addresses, and what to expect there. */
export interface SmokeConfig {
  readonly deployed: Deployed;
  readonly endpoints: readonly Endpoint[];
  readonly users: { readonly pgbouncerStats: string; readonly prometheus: string };
  /** `--locality` of each database node. */
  readonly localities: readonly string[];
  /** Cluster settings: name → value as it was set. */
  readonly clusterSettings: Readonly<Record<string, string>>;
  /** Server connections of one pool of PgBouncer, the reserve included. */
  readonly poolSize: number;
  readonly scrapeIntervalSeconds: number;
  /** Scrape jobs: name → number of targets. */
  readonly scrapeJobs: Readonly<Record<string, number>>;
  /** Rule groups: name → number of rules. */
  readonly ruleGroups: Readonly<Record<string, number>>;
}

/** The config of the inside checks for a stack of these settings. */
export function smokeConfig(settings: Settings): SmokeConfig {
  const { cockroach, monitoring, pgbouncer } = settings;
  return {
    deployed: deployed(settings),
    endpoints: endpoints(settings),
    users: { pgbouncerStats: pgbouncerStatsUser, prometheus: prometheusUser },
    localities: Array.from(
      { length: cockroach.nodes },
      (_, node) => cockroach.localities[node % cockroach.localities.length] ?? '',
    ),
    clusterSettings: Object.fromEntries(
      Object.entries(clusterSettings(settings)).map(([name, literal]) => [name, literalText(literal)]),
    ),
    poolSize: pgbouncer.poolSize + pgbouncer.reservePoolSize,
    scrapeIntervalSeconds: monitoring.scrapeIntervalSeconds,
    scrapeJobs: Object.fromEntries(scrapeJobs(settings).map(({ name, targets }) => [name, targets.length])),
    ruleGroups: Object.fromEntries(
      Object.values(ruleGroups(settings))
        .flat()
        .map(({ name, records, alerts }) => [name, records.length + alerts.length]),
    ),
  };
}

/** The text of a SQL literal: strings lose their quotes. */
function literalText(literal: string): string {
  return literal.startsWith("'") ? literal.slice(1, -1).replaceAll("''", "'") : literal;
}
