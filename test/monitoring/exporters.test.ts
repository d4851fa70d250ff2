import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import type { PasswordForms } from '../../constructs/secret.js';
import { pgbouncerExporter } from '../../constructs/tiers/pgbouncer-exporter.js';
import { redisExporter } from '../../constructs/tiers/redis-exporter.js';
import { prometheus } from '../../constructs/tiers/prometheus.js';
import { grafana } from '../../constructs/tiers/grafana.js';
import { scrapeJobs } from '../../constructs/tiers/scrape-jobs.js';
import type { Workload } from '../../constructs/workload.js';

const settings = settingsSchema.parse({
  platform: 'docker',
  redis: { replicas: 3, sentinels: 3 },
  pgbouncer: { replicas: 2 },
});
const forms: PasswordForms = { plain: 'p4ss', sha256: 'sha', scram: 'scram', bcrypt: 'bcrypt', origin: '' };

function secretText(workload: Workload, name: string): string {
  const secret = workload.secrets[name];
  if (secret?.kind !== 'text') throw new Error(`${name} is no text`);
  return secret.render(() => forms);
}

describe('the Redis exporter', () => {
  test('has a password for each target that Prometheus asks for', () => {
    const passwords: unknown = JSON.parse(secretText(redisExporter(settings), 'passwords.json'));
    const asked = scrapeJobs(settings)
      .filter(({ through }) => through)
      .flatMap(({ targets, through }) => targets.map((target) => `${through?.prefix}${target}`));
    expect(asked).toHaveLength(6);
    expect(passwords).toEqual(Object.fromEntries(asked.map((uri) => [uri, 'p4ss'])));
  });

  test('serves and asks with TLS only', () => {
    const { args } = redisExporter(settings);
    expect(args).toEqual(
      expect.arrayContaining([
        '--tls-server-ca-cert-file=/secrets/ca.crt',
        '--tls-server-cert-file=/secrets/tls.crt',
        '--tls-ca-cert-file=/secrets/ca.crt',
      ]),
    );
    expect(args.join(' ')).not.toContain('skip-tls-verification');
  });
});

describe('the PgBouncer exporter', () => {
  const workload = pgbouncerExporter(settings);

  test('is one for each PgBouncer', () => {
    expect(workload).toMatchObject({ replicas: 2, env: { REPLICA: '$(POD_NAME)' } });
    expect(workload.files['start.sh']).toContain(
      '@$host:6432/pgbouncer?sslmode=verify-full&sslrootcert=/secrets/ca.crt',
    );
  });

  test('has its password in libpq’s file', () => {
    expect(secretText(workload, 'pgpass')).toBe('*:*:*:stats:p4ss\n');
  });

  test('serves only who shows a certificate', () => {
    expect(workload.files['web.yml']).toContain('client_auth_type: RequireAndVerifyClientCert');
  });
});

test.each([
  ['redis-exporter', redisExporter],
  ['pgbouncer-exporter', pgbouncerExporter],
  ['prometheus', prometheus],
  ['grafana', grafana],
] as const)('%s has its names in its certificate, and one certificate', (tier, workload) => {
  const { secrets, replicas } = workload(settings);
  const requests = Object.values(secrets).flatMap((secret) => ('request' in secret ? [secret.request] : []));
  expect(requests).toHaveLength(2);
  expect(requests[0]).toBe(requests[1]);
  expect(requests[0]).toMatchObject({ commonName: tier, uses: ['server', 'client'] });
  expect(requests[0]?.names).toEqual(
    expect.arrayContaining([tier, `${tier}-${replicas - 1}.${tier}-nodes`, 'localhost']),
  );
});
