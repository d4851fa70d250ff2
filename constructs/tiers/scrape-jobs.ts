import type { Settings } from '../../config/schema.js';
import type { Credential, ScrapeJob } from '../../templates/prometheus-yml.js';
import { address, port, replicaHosts, type PortName, type TierName } from '../topology.js';
import { secretsDirectory } from '../workload.js';
import { redisScrapeTargets, redisTargetUri } from './redis-exporter.js';

/** The user of Prometheus' own web interface. */
export const prometheusUser = 'prometheus';

const certificate: Credential = {
  kind: 'certificate',
  certFile: `${secretsDirectory}/tls.crt`,
  keyFile: `${secretsDirectory}/tls.key`,
};

/** What Prometheus scrapes: every replica of every tier, one job for each. The rules rely on the names of the jobs. */
export function scrapeJobs(settings: Settings): ScrapeJob[] {
  const redis = redisScrapeTargets(settings);
  const through = { exporter: address('redis-exporter', 'metrics'), prefix: redisTargetUri('') };
  return [
    // CockroachDB's own rules and dashboards want this name.
    { ...replicas('cockroach', 'console', settings.cockroach.nodes), name: 'cockroachdb', path: '/_status/vars' },
    { ...replicas('cockroach-lb', 'metrics', 1), credential: certificate },
    {
      ...replicas('redis-exporter', 'metrics', 1),
      name: 'redis',
      path: '/scrape',
      targets: redis.redis,
      credential: certificate,
      through,
    },
    {
      ...replicas('redis-exporter', 'metrics', 1),
      name: 'redis-sentinel',
      path: '/scrape',
      targets: redis.sentinel,
      credential: certificate,
      through,
    },
    { ...replicas('redis-exporter', 'metrics', 1), credential: certificate },
    {
      ...replicas('pgbouncer-exporter', 'metrics', settings.pgbouncer.replicas),
      name: 'pgbouncer',
      credential: certificate,
    },
    {
      ...replicas('state', 'api', settings.state.instances),
      credential: { kind: 'token', file: `${secretsDirectory}/state-metrics` },
    },
    { ...replicas('state-lb', 'metrics', 1), credential: certificate },
    ...(settings.platform === 'docker' && settings.docker.expose
      ? [{ ...replicas('host-gateway', 'metrics', 1), credential: certificate }]
      : []),
    {
      ...replicas('prometheus', 'web', 1),
      targets: [`localhost:${port('prometheus', 'web')}`],
      serverName: 'localhost',
      credential: { kind: 'password', user: prometheusUser, file: `${secretsDirectory}/prometheus-web` },
    },
  ];
}

function replicas<T extends TierName>(tier: T, name: PortName<T>, count: number): ScrapeJob {
  return {
    name: tier,
    targets: replicaHosts(tier, count).map((host) => `${host}:${port(tier, name)}`),
    serverName: tier,
    credential: { kind: 'none' },
    path: '/metrics',
  };
}
