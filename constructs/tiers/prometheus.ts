import { stringify } from 'yaml';
import type { Settings } from '../../config/schema.js';
import { ruleFiles } from '../../templates/alerts/index.js';
import { prometheusYml } from '../../templates/prometheus-yml.js';
import { port } from '../topology.js';
import { configDirectory, dataDirectory, secretsDirectory, type Workload } from '../workload.js';
import { goMemoryLimit } from './exporter-process.js';
import { monitoringCertificate } from './monitoring-certificate.js';
import { prometheusUser, scrapeJobs } from './scrape-jobs.js';

/**
 * Prometheus with the stack's scrape jobs and rules. It serves TLS and asks for a password; neither the admin API nor the lifecycle
 * endpoints are on. A new certificate or password is read with the next request, without a reload.
 */
export function prometheus(settings: Settings): Workload {
  const { monitoring } = settings;
  const request = monitoringCertificate('prometheus');
  const rules = ruleFiles(settings);
  return {
    tier: 'prometheus',
    image: 'prometheus',
    replicas: 1,
    command: ['prometheus'],
    args: [
      `--config.file=${configDirectory}/prometheus.yml`,
      `--web.config.file=${secretsDirectory}/web.yml`,
      `--web.listen-address=:${port('prometheus', 'web')}`,
      `--storage.tsdb.path=${dataDirectory}`,
      // Flags and not the config file's section, which 2.53 does not know.
      `--storage.tsdb.retention.time=${monitoring.retentionDays}d`,
      `--storage.tsdb.retention.size=${retentionMiB(monitoring.prometheusStorageGiB)}MB`,
    ],
    env: { GOMEMLIMIT: goMemoryLimit(monitoring.prometheusMemoryMiB) },
    files: {
      'prometheus.yml': prometheusYml({
        scrapeIntervalSeconds: monitoring.scrapeIntervalSeconds,
        authorityFile: `${secretsDirectory}/ca.crt`,
        ruleFiles: Object.keys(rules),
        jobs: scrapeJobs(settings),
      }),
      'probe.yml': probeClient(),
      ...rules,
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'state-metrics': { kind: 'password', password: 'state-metrics' },
      'prometheus-web': { kind: 'password', password: 'prometheus-web' },
      'web.yml': {
        kind: 'text',
        passwords: ['prometheus-web'],
        render: (password) => webConfig(password('prometheus-web').bcrypt),
      },
    },
    scratch: {},
    memoryMiB: monitoring.prometheusMemoryMiB,
    cpus: monitoring.cpus,
    after: [],
    storageGiB: monitoring.prometheusStorageGiB,
    openFiles: undefined,
    probe: {
      command: [
        'promtool',
        'check',
        'ready',
        `--url=https://localhost:${port('prometheus', 'web')}`,
        `--http.config.file=${configDirectory}/probe.yml`,
      ],
      intervalSeconds: 10,
      timeoutSeconds: 10,
      failureThreshold: 3,
      startPeriodSeconds: 60,
    },
    awaitReady: true,
    stopGraceSeconds: 60,
    networks: 'data-and-edge',
  };
}

/** Blocks may take 80 % of the volume; the write-ahead log and a compaction need the rest. */
function retentionMiB(storageGiB: number): number {
  return Math.floor(storageGiB * 1024 * 0.8);
}

/** Prometheus' web config: TLS and one user. */
function webConfig(bcrypt: string): string {
  return stringify({
    tls_server_config: {
      cert_file: `${secretsDirectory}/tls.crt`,
      key_file: `${secretsDirectory}/tls.key`,
      min_version: 'TLS12',
    },
    basic_auth_users: { [prometheusUser]: bcrypt },
  });
}

/** How the probe's promtool reaches its own Prometheus. */
function probeClient(): string {
  return stringify({
    basic_auth: { username: prometheusUser, password_file: `${secretsDirectory}/prometheus-web` },
    tls_config: { ca_file: `${secretsDirectory}/ca.crt`, server_name: 'localhost' },
  });
}
