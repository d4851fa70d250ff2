import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import { prometheus } from '../../constructs/tiers/prometheus.js';
import { redisExporter } from '../../constructs/tiers/redis-exporter.js';
import { RunningTiers } from './running-tier.js';

const settings = settingsSchema.parse({ platform: 'docker' });
const tiers = new RunningTiers();
const own = ['--ca-certificate=/secrets/ca.crt', '--certificate=/secrets/tls.crt', '--private-key=/secrets/tls.key'];

/** GNU wget inside a container; the headers of the answer are in the output. */
const get = (url: string, ...options: string[]) => ['wget', '-S', '-O-', '--tries=1', '--timeout=20', ...options, url];

beforeAll(async () => tiers.open(), 60_000);
afterAll(async () => tiers.close(), 60_000);

describe('Prometheus', () => {
  const workload = prometheus(settings);
  let container: string;

  beforeAll(async () => {
    container = await tiers.start(workload);
    await tiers.until(container, workload.probe.command);
  }, 120_000);

  test('answers over TLS to who knows its password', async () => {
    const password = '--password=$(cat /secrets/prometheus-web)';
    const ask = `wget -qO- --ca-certificate=/secrets/ca.crt --user=prometheus "${password}" https://prometheus:9090/api/v1/status/flags`;
    const { exitCode, output } = await tiers.run(container, ['sh', '-c', ask]);
    expect(output).toContain('"storage.tsdb.retention.time":"1w"');
    expect(output).toContain('"web.enable-admin-api":"false"');
    expect(output).toContain('"web.enable-lifecycle":"false"');
    expect(exitCode).toBe(0);
  });

  test('refuses whoever has no password, and plain HTTP', async () => {
    const unknown = await tiers.run(
      container,
      get('https://prometheus:9090/metrics', '--ca-certificate=/secrets/ca.crt'),
    );
    expect(unknown).toMatchObject({ exitCode: 6, output: expect.stringContaining('401 Unauthorized') });
    const plain = await tiers.run(container, get('http://prometheus:9090/metrics'));
    expect(plain.output).toContain('400 Bad Request');
    expect(plain.exitCode).not.toBe(0);
  });

  test('its probe fails when nobody listens', async () => {
    const command = workload.probe.command.map((part) => part.replace(':9090', ':9099'));
    expect((await tiers.run(container, command)).exitCode).not.toBe(0);
  });

  test('its probe fails for another certificate or a wrong password', async () => {
    const other = "sed 's/server_name: .*/server_name: other/' /config/probe.yml";
    const wrong = "sed 's/username: .*/username: nobody/' /config/probe.yml";
    for (const edit of [other, wrong]) {
      const [, , , url] = workload.probe.command;
      const script = `${edit} > /data/probe.yml && promtool check ready ${url} --http.config.file=/data/probe.yml`;
      expect((await tiers.run(container, ['sh', '-c', script])).exitCode).not.toBe(0);
    }
  });

  test('takes a new password with the next request', { timeout: 60_000 }, async () => {
    await tiers.give({ PLANETARY_SECRET_PROMETHEUS_WEB: 'another-password-of-prometheus' });
    const old = await tiers.run(container, ['cat', '/secrets/prometheus-web']);
    await tiers.rotate(workload);
    await tiers.until(container, workload.probe.command);
    const ask = get('https://prometheus:9090/', '--ca-certificate=/secrets/ca.crt', '--user=prometheus');
    const refused = await tiers.run(container, [...ask, `--password=${old.output}`]);
    expect(refused.output).toContain('401 Unauthorized');
  });
});

describe('the Redis exporter', () => {
  const workload = redisExporter(settings);
  let container: string;

  beforeAll(async () => {
    container = await tiers.start(workload);
    await tiers.until(container, workload.probe.command);
  }, 120_000);

  test('gives its metrics to who shows a certificate', async () => {
    const { exitCode, output } = await tiers.run(container, get('https://redis-exporter:9121/metrics', ...own));
    expect(output).toContain('redis_exporter_build_info');
    expect(exitCode).toBe(0);
  });

  test('refuses whoever shows none', async () => {
    const { exitCode, output } = await tiers.run(
      container,
      get('https://redis-exporter:9121/metrics', '--ca-certificate=/secrets/ca.crt'),
    );
    expect(output).not.toContain('redis_exporter_build_info');
    expect(exitCode).not.toBe(0);
  });

  test('its probe fails when nobody listens', async () => {
    const command = workload.probe.command.map((part) => part.replace(':23A1', ':23A2'));
    expect((await tiers.run(container, command)).exitCode).not.toBe(0);
  });

  test('says that a Redis that is not there is down', { timeout: 30_000 }, async () => {
    const target = 'https://redis-exporter:9121/scrape?target=rediss://exporter@redis-0.redis-nodes:6379';
    expect((await tiers.run(container, get(target, ...own))).output).toMatch(/^redis_up 0$/m);
  });

  test('starts anew when its passwords change', { timeout: 90_000 }, async () => {
    await tiers.give({ PLANETARY_SECRET_REDIS_EXPORTER: 'another-password-of-the-exporter' });
    await tiers.rotate(workload);
    await expect
      .poll(async () => await tiers.logs(container), { timeout: 60_000, interval: 1_000 })
      .toContain('new secrets are in use');
    await tiers.until(container, workload.probe.command);
    const { stdout } = await execa('docker', ['inspect', '--format={{.RestartCount}}', container]);
    expect(stdout).toBe('0');
  });
});
