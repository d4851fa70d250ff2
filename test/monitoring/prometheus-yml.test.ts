import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcryptjs';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { settingsSchema, type Settings } from '../../config/schema.js';
import { monitoringCertificate } from '../../constructs/tiers/monitoring-certificate.js';
import { prometheus } from '../../constructs/tiers/prometheus.js';
import { scrapeJobs } from '../../constructs/tiers/scrape-jobs.js';
import { openVault } from '../../secrets/vault.js';
import { promtool } from './promtool.js';

const local = settingsSchema.parse({ platform: 'docker' });
const large = settingsSchema.parse({
  platform: 'kubernetes',
  cockroach: { nodes: 5 },
  redis: { replicas: 3, sentinels: 5 },
  pgbouncer: { replicas: 2 },
  state: { instances: 4 },
  monitoring: { scrapeIntervalSeconds: 5 },
});
const minute = 60_000;
const bcrypt = hashSync('never here', 4);

/** The config as it is checked: promtool wants the files that it names to be there, so they are put beside it. */
function files(settings: Settings): Record<string, string> {
  const { files: config } = prometheus(settings);
  const secrets = ['ca.crt', 'tls.crt', 'tls.key', 'state-metrics', 'prometheus-web'];
  return {
    ...config,
    'prometheus.yml': (config['prometheus.yml'] ?? '').replaceAll('/secrets/', 'secrets/'),
    ...Object.fromEntries(secrets.map((name) => [`secrets/${name}`, ''])),
  };
}

describe('prometheus.yml, checked by promtool', () => {
  test.each([
    ['local', local],
    ['large', large],
  ])('%s', { timeout: minute }, async (_name, settings) => {
    expect(await promtool(['check', 'config', 'prometheus.yml'], files(settings))).toMatchObject({ exitCode: 0 });
  });

  test('a wrong key is found', { timeout: minute }, async () => {
    const wrong = files(local);
    wrong['prometheus.yml'] = (wrong['prometheus.yml'] ?? '').replace('metrics_path', 'metric_path');
    const { exitCode, output } = await promtool(['check', 'config', 'prometheus.yml'], wrong);
    expect(exitCode).toBe(1);
    expect(output).toContain('metric_path');
  });

  test('a broken expression of a rule is found', { timeout: minute }, async () => {
    const wrong = files(local);
    wrong['rules-redis.yml'] = (wrong['rules-redis.yml'] ?? '').replace('redis_up{', 'redis_up{{');
    const { exitCode, output } = await promtool(['check', 'config', 'prometheus.yml'], wrong);
    expect(exitCode).toBe(1);
    expect(output).toContain('rules-redis.yml');
  });
});

describe('the web config, checked by promtool', () => {
  const web = prometheus(local).secrets['web.yml'];
  const text = () => {
    if (web?.kind !== 'text') throw new Error('web.yml is a text');
    return web.render(() => ({ plain: 'never here', sha256: '', scram: '', bcrypt, origin: '' }));
  };
  const directory = mkdtempSync(join(tmpdir(), 'planetary-web-config-'));
  const check = async (config: string) => {
    const vault = await openVault({ directory, environment: {}, report: () => {} });
    const { certificate, privateKey } = await vault.certificate(monitoringCertificate('prometheus'));
    const beside = { 'secrets/tls.crt': certificate, 'secrets/tls.key': privateKey };
    return promtool(['check', 'web-config', 'web.yml'], {
      ...beside,
      'web.yml': config.replaceAll('/secrets/', 'secrets/'),
    });
  };
  afterAll(() => rmSync(directory, { recursive: true }));

  test('it is right, and has the hash only', { timeout: minute }, async () => {
    expect(text()).toContain(`prometheus: ${bcrypt}`);
    expect(text()).not.toContain('never here');
    expect(await check(text())).toMatchObject({ exitCode: 0 });
  });

  test('a wrong key, and a certificate that is none, are found', { timeout: minute }, async () => {
    expect(await check(text().replace('basic_auth_users', 'basic_auth_user'))).toMatchObject({ exitCode: 1 });
    expect(await check(text().replace('tls.crt', 'tls.key'))).toMatchObject({ exitCode: 1 });
  });
});

describe('the jobs', () => {
  const targets = (settings: Settings) =>
    Object.fromEntries(scrapeJobs(settings).map((job) => [job.name, job.targets.length]));

  test('scrape every replica of every tier', () => {
    expect(targets(local)).toEqual({
      cockroachdb: 3,
      'cockroach-lb': 1,
      redis: 2,
      'redis-sentinel': 3,
      'redis-exporter': 1,
      pgbouncer: 1,
      state: 2,
      'state-lb': 1,
      prometheus: 1,
    });
    expect(targets(large)).toMatchObject({ cockroachdb: 5, redis: 3, 'redis-sentinel': 5, pgbouncer: 2, state: 4 });
  });

  test('include the gateway when the stack is exposed to the host', () => {
    const exposed = settingsSchema.parse({ platform: 'docker', docker: { expose: true } });
    expect(targets(exposed)).toMatchObject({ 'host-gateway': 1 });
  });

  test('verify every certificate, of TLS 1.2 or newer, and never skip it', () => {
    const config = parse(prometheus(large).files['prometheus.yml'] ?? '') as {
      scrape_configs: { job_name: string; scheme: string; tls_config: Record<string, string> }[];
    };
    for (const { job_name, scheme, tls_config } of config.scrape_configs) {
      expect(scheme, job_name).toBe('https');
      expect(tls_config, job_name).toMatchObject({ ca_file: '/secrets/ca.crt', min_version: 'TLS12' });
      expect(tls_config['server_name'], job_name).toMatch(/^[a-z-]+$/);
      expect(tls_config, job_name).not.toHaveProperty('insecure_skip_verify');
    }
  });

  test('reach Redis and the Sentinels through the exporter, each by its own name', () => {
    const [redis] = scrapeJobs(local).filter(({ name }) => name === 'redis');
    expect(redis).toMatchObject({
      path: '/scrape',
      serverName: 'redis-exporter',
      targets: ['redis-0.redis-nodes:6379', 'redis-1.redis-nodes:6379'],
      through: { exporter: 'redis-exporter:9121', prefix: 'rediss://exporter@' },
    });
  });

  test('give up before the next scrape begins', () => {
    const config = parse(prometheus(large).files['prometheus.yml'] ?? '') as { global: Record<string, string> };
    expect(config.global).toEqual({ scrape_interval: '5s', scrape_timeout: '5s', evaluation_interval: '5s' });
  });
});
