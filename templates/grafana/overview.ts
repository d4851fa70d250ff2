import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { graph, stat } from './panels.js';

type Panel = ReturnType<typeof stat> | ReturnType<typeof graph>;

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
  return dashboard.build();
}

function rows(): Record<string, Panel[]> {
  return { Targets: targets() };
}

function targets(): Panel[] {
  return [
    stat({
      title: 'P95 latency',
      description: 'Of players’ requests at state-lib, over 5 minutes. Target: below 10 ms.',
      unit: 's',
      expr: 'state:http_request_duration_seconds:p95_5m',
      limits: { warning: 0.008, critical: 0.01 },
    }),
    stat({
      title: 'P99 latency',
      description: 'Of players’ requests at state-lib, over 5 minutes. Target: below 50 ms.',
      unit: 's',
      expr: 'state:http_request_duration_seconds:p99_5m',
      limits: { warning: 0.04, critical: 0.05 },
    }),
    stat({
      title: 'Cache hit rate',
      description: 'Reads that Redis answered, over 5 minutes. Target: above 90 %.',
      unit: 'percentunit',
      expr: 'state:cache_hit_ratio:rate5m',
      limits: { warning: 0.95, critical: 0.9, descending: true },
    }),
    stat({
      title: 'Fullest database pool',
      description: 'Connections in use in the fullest pool of a state-lib instance. Target: never saturated.',
      unit: 'percentunit',
      expr: 'max(instance:db_pool_saturation:ratio)',
      limits: { warning: 0.8, critical: 0.9 },
    }),
  ];
}
