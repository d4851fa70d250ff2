import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import { pgbouncer } from '../../constructs/tiers/pgbouncer.js';
import { pgbouncerExporter } from '../../constructs/tiers/pgbouncer-exporter.js';
import { RunningTiers } from './running-tier.js';

const settings = settingsSchema.parse({ platform: 'docker' });
const tiers = new RunningTiers();
const scrape = [
  ...['wget', '-qO-', '--tries=1', '--timeout=30', '--ca-certificate=/secrets/ca.crt'],
  ...['--certificate=/secrets/tls.crt', '--private-key=/secrets/tls.key', 'https://pgbouncer-exporter:9127/metrics'],
];

describe('the PgBouncer exporter', () => {
  const pooler = pgbouncer(settings);
  const exporter = pgbouncerExporter(settings);
  let poolerName: string;
  let container: string;
  const up = (value: 0 | 1) => ['sh', '-c', `${scrape.join(' ')} | grep -qx 'pgbouncer_up ${value}'`];

  beforeAll(async () => {
    await tiers.open();
    poolerName = await tiers.start(pooler);
    await tiers.until(poolerName, pooler.probe.command);
    container = await tiers.start(exporter);
    await tiers.until(container, exporter.probe.command);
  }, 180_000);
  afterAll(async () => tiers.close(), 60_000);

  test('reads its PgBouncer over TLS with the stats user', async () => {
    await tiers.until(container, up(1));
    expect((await tiers.run(container, scrape)).output).toContain('pgbouncer_config_max_client_connections 10000');
  });

  test('refuses whoever shows no certificate', async () => {
    const bare = scrape.filter((part) => !part.startsWith('--certificate') && !part.startsWith('--private-key'));
    expect((await tiers.run(container, bare)).exitCode).not.toBe(0);
  });

  test('shows its password neither to the engine nor in its process', async () => {
    const { stdout } = await execa('docker', ['inspect', container]);
    const inside = await tiers.run(container, [
      'sh',
      '-c',
      'tr "\\0" "\\n" < /proc/1/cmdline; tr "\\0" "\\n" < /proc/1/environ',
    ]);
    const { output: file } = await tiers.run(container, ['cat', '/secrets/pgpass']);
    const password = file.trim().split(':').at(-1) ?? '';
    expect(password.length).toBeGreaterThan(20);
    expect(inside.output).toContain('--pgBouncer.connectionString=postgres://stats@pgbouncer-0.pgbouncer-nodes:6432');
    expect(stdout + inside.output).not.toContain(password);
  });

  test('its probe fails when nobody listens', async () => {
    const command = exporter.probe.command.map((part) => part.replace(':23A7', ':23A8'));
    expect((await tiers.run(container, command)).exitCode).not.toBe(0);
  });

  test('takes a new password without a restart', { timeout: 120_000 }, async () => {
    await tiers.give({ PLANETARY_SECRET_PGBOUNCER_STATS: 'another-password-of-the-stats-user' });
    await tiers.rotate(pooler);
    await tiers.rotate(exporter);
    await execa('docker', ['restart', '--time=1', poolerName]);
    await tiers.until(poolerName, pooler.probe.command);
    await tiers.until(container, up(1));
    const { stdout } = await execa('docker', ['inspect', '--format={{.RestartCount}}', container]);
    expect(stdout).toBe('0');
  });

  test('says before Prometheus gives up that its PgBouncer is gone', { timeout: 60_000 }, async () => {
    await execa('docker', ['stop', '--time=1', poolerName]);
    const start = performance.now();
    expect((await tiers.run(container, up(0))).exitCode).toBe(0);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
