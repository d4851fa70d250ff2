import { graph, type Panel } from '../panels.js';

/** What is watched, and what it says. */
export function monitoringPanels(): Panel[] {
  return [
    graph({
      title: 'Targets that do not answer',
      description: 'By job; none is right.',
      unit: 'short',
      queries: [{ expr: 'sum by (job) (1 - up) > 0', legend: '{{job}}' }],
    }),
    graph({
      title: 'Alerts',
      description: 'That fire now; the watchdog is left out.',
      unit: 'short',
      queries: [
        {
          expr: 'count by (alertname, severity) (ALERTS{alertstate="firing",alertname!="Watchdog"})',
          legend: '{{severity}} {{alertname}}',
        },
      ],
    }),
    graph({
      title: 'Scrapes',
      description: 'Time of the slowest scrape of each job; after 10 s one is given up.',
      unit: 's',
      limits: { warning: 5, critical: 10 },
      queries: [{ expr: 'max by (job) (scrape_duration_seconds)', legend: '{{job}}' }],
    }),
  ];
}
