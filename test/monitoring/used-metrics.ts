import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { settingsSchema } from '../../config/schema.js';
import { ruleGroups } from '../../templates/alerts/index.js';
import { overviewDashboard } from '../../templates/grafana/overview.js';
import { metricsOf } from './promql-names.js';

/** Settings that bring every rule which any settings bring. */
const all = settingsSchema.parse({ platform: 'docker', redis: { evictionPolicy: 'noeviction' } });

/** Series that Prometheus makes itself, for every target or every alert. */
export const ownMetrics: readonly string[] = ['up', 'scrape_duration_seconds', 'ALERTS'];

/** Every expression of a rule. */
export function ruleExpressions(): string[] {
  const groups = Object.values(ruleGroups(all)).flat();
  return groups.flatMap(({ records, alerts }) => [...records, ...alerts].map(({ expr }) => expr));
}

export interface PanelQuery {
  readonly title: string;
  /** With a fixed window in place of Grafana's variable. */
  readonly expr: string;
}

/** Every query of a dashboard. */
export function panelQueries(): PanelQuery[] {
  return ((overviewDashboard().panels ?? []) as Panel[]).flatMap(({ title = '', targets = [] }) =>
    (targets as unknown as Dataquery[]).map(({ expr }) => ({
      title,
      expr: expr.replaceAll('$__rate_interval', '1m'),
    })),
  );
}

/** Names of the series that rules record. */
export function recordedMetrics(): Map<string, string> {
  const records = Object.values(ruleGroups(all)).flatMap((groups) => groups.flatMap((group) => group.records));
  return new Map(records.map(({ record, expr }) => [record, expr]));
}

/** Every metric that a rule or a dashboard reads from a scrape, sorted. */
export function usedMetrics(): string[] {
  const recorded = recordedMetrics();
  const names = [...ruleExpressions(), ...panelQueries().map(({ expr }) => expr)].flatMap(metricsOf);
  return [...new Set(names)].filter((name) => !recorded.has(name) && !ownMetrics.includes(name)).toSorted();
}
