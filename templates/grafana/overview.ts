import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Panel } from './panels.js';
import { balancerPanels } from './rows/balancers.js';
import { cockroachPanels } from './rows/cockroach.js';
import { monitoringPanels } from './rows/monitoring.js';
import { pgbouncerPanels } from './rows/pgbouncer.js';
import { redisPanels } from './rows/redis.js';
import { statePanels } from './rows/state.js';
import { targetPanels } from './rows/targets.js';

/** The overview: the targets first, then each tier from the players inwards. */
export function overviewDashboard(): Dashboard {
  const dashboard = new DashboardBuilder('Planetary Survival state tier')
    .id(null)
    .uid('planetary-overview')
    .description('Targets of the state tier, then each of its tiers.')
    .tags(['planetary-survival'])
    .readonly()
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('15s')
    .timezone('browser');
  for (const [title, panels] of Object.entries(rows())) {
    dashboard.withRow(new RowBuilder(title));
    for (const panel of panels) dashboard.withPanel(panel);
  }
  const built = dashboard.build();
  return { ...built, panels: (built.panels ?? []).map((panel, index) => ({ ...panel, id: index + 1 })) };
}

function rows(): Record<string, Panel[]> {
  return {
    Targets: targetPanels(),
    'state-lib': statePanels(),
    PgBouncer: pgbouncerPanels(),
    CockroachDB: cockroachPanels(),
    'Redis and Sentinel': redisPanels(),
    'Load balancers': balancerPanels(),
    Monitoring: monitoringPanels(),
  };
}
