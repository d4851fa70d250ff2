import { Construct } from 'constructs';
import { hasGrafana } from '../config/images.js';
import type { Settings } from '../config/schema.js';
import type { Platform } from './platform.js';
import { grafana } from './tiers/grafana.js';
import { pgbouncerExporter } from './tiers/pgbouncer-exporter.js';
import { prometheus } from './tiers/prometheus.js';
import { redisExporter } from './tiers/redis-exporter.js';
import { address } from './topology.js';

export interface MonitoringProps {
  readonly platform: Platform;
  readonly settings: Settings;
}

/** Exporters of the tiers that need one, Prometheus with rules, and Grafana unless `monitoring.grafana` is off or the image set has none. Comes after the tiers. */
export class Monitoring extends Construct {
  /** `host:port` of Prometheus' HTTPS API. */
  readonly prometheus = address('prometheus', 'web');
  /** `host:port` of Grafana; undefined when there is none. */
  readonly grafana: string | undefined;

  constructor(scope: Construct, id: string, { platform, settings }: MonitoringProps) {
    super(scope, id);
    platform.workload(this, redisExporter(settings));
    platform.workload(this, pgbouncerExporter(settings));
    platform.workload(this, prometheus(settings));
    this.grafana = settings.monitoring.grafana && hasGrafana(settings.images) ? address('grafana', 'web') : undefined;
    if (this.grafana !== undefined) platform.workload(this, grafana(settings));
  }
}
