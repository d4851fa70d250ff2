import type { Settings } from '../../config/schema.js';
import { grafanaIni } from '../../templates/grafana/grafana-ini.js';
import { overviewDashboard } from '../../templates/grafana/overview.js';
import { script } from '../../templates/scripts/script.js';
import { dashboardProviderYml, datasourceYml } from '../../templates/grafana/provisioning.js';
import { address, port } from '../topology.js';
import { configDirectory, dataDirectory, podName, secretsDirectory, type Workload } from '../workload.js';
import { goMemoryLimit } from './exporter-process.js';
import { monitoringCertificate } from './monitoring-certificate.js';
import { prometheusUser } from './scrape-jobs.js';

/**
 * Grafana with its data source and dashboards, which come from files and cannot be edited. It reads the data source's secrets when it starts,
 * so it is started anew when they change. The admin's password is read when its
 * database is made: a later change of the secret needs `grafana cli admin reset-admin-password`.
 */
export function grafana(settings: Settings): Workload {
  const { monitoring } = settings;
  const request = monitoringCertificate('grafana');
  return {
    tier: 'grafana',
    image: 'grafana',
    replicas: 1,
    command: ['/bin/sh', `${configDirectory}/renew-with-secrets.sh`],
    args: [
      podName,
      '0',
      '/usr/share/grafana/bin/grafana',
      'server',
      '--homepath=/usr/share/grafana',
      `--config=${configDirectory}/grafana.ini`,
    ],
    env: {
      // The image sets these, and they outrank the config file.
      GF_PATHS_CONFIG: `${configDirectory}/grafana.ini`,
      GF_PATHS_DATA: dataDirectory,
      GF_PATHS_LOGS: `${dataDirectory}/log`,
      GF_PATHS_PLUGINS: `${dataDirectory}/plugins`,
      GF_PATHS_PROVISIONING: `${configDirectory}/provisioning`,
      GOMEMLIMIT: goMemoryLimit(monitoring.grafanaMemoryMiB),
      HOME: dataDirectory,
    },
    files: {
      'follow-secrets.sh': script('follow-secrets.sh'),
      'renew-with-secrets.sh': script('renew-with-secrets.sh'),
      'grafana.ini': grafanaIni({
        port: port('grafana', 'web'),
        certFile: `${secretsDirectory}/tls.crt`,
        keyFile: `${secretsDirectory}/tls.key`,
        adminPasswordFile: `${secretsDirectory}/grafana-admin`,
        secretKeyFile: `${secretsDirectory}/grafana-key`,
        homeDashboard: `${configDirectory}/dashboards/overview.json`,
      }),
      'provisioning/datasources/prometheus.yml': datasourceYml({
        url: `https://${address('prometheus', 'web')}`,
        user: prometheusUser,
        passwordFile: `${secretsDirectory}/prometheus-web`,
        authorityFile: `${secretsDirectory}/ca.crt`,
        scrapeIntervalSeconds: monitoring.scrapeIntervalSeconds,
      }),
      'provisioning/dashboards/planetary-survival.yml': dashboardProviderYml(`${configDirectory}/dashboards`),
      'dashboards/overview.json': `${JSON.stringify(overviewDashboard(), undefined, 2)}\n`,
    },
    secrets: {
      'ca.crt': { kind: 'authority' },
      'tls.crt': { kind: 'certificate', request },
      'tls.key': { kind: 'private-key', request },
      'grafana-admin': { kind: 'password', password: 'grafana-admin' },
      'grafana-key': { kind: 'password', password: 'grafana-key' },
      'prometheus-web': { kind: 'password', password: 'prometheus-web' },
    },
    scratch: { '/tmp': 16 },
    memoryMiB: monitoring.grafanaMemoryMiB,
    cpus: monitoring.cpus,
    after: ['prometheus'],
    storageGiB: monitoring.grafanaStorageGiB,
    openFiles: undefined,
    probe: {
      command: [
        'curl',
        '--fail',
        '--silent',
        '--show-error',
        '--max-time',
        '5',
        '--cacert',
        `${secretsDirectory}/ca.crt`,
        `https://localhost:${port('grafana', 'web')}/api/health`,
      ],
      intervalSeconds: 15,
      timeoutSeconds: 10,
      failureThreshold: 3,
      startPeriodSeconds: 120,
    },
    awaitReady: true,
    stopGraceSeconds: 30,
    networks: 'data-and-edge',
  };
}
