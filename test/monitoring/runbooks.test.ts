import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import { ruleGroups } from '../../templates/alerts/index.js';
import { runbookPath } from '../../templates/alerts/rules-yml.js';

/** Two profiles which together have every alert that any has. */
const profiles = [
  settingsSchema.parse({ platform: 'docker' }),
  settingsSchema.parse({ platform: 'docker', redis: { evictionPolicy: 'noeviction' } }),
];
const alerts = [
  ...new Set(
    profiles.flatMap((settings) =>
      Object.values(ruleGroups(settings)).flatMap((groups) =>
        groups.flatMap((group) => group.alerts.map(({ alert }) => alert)),
      ),
    ),
  ),
];
const root = new URL('../../', import.meta.url);
const read = (alert: string) => readFileSync(new URL(runbookPath(alert), root), 'utf8');

describe.each(alerts)('the runbook of %s', (alert) => {
  test('has its four parts, none empty', () => {
    const [title, ...parts] = read(alert).split(/^## /m);
    expect(title?.trim()).toBe(`# ${alert}`);
    expect(parts.map((part) => part.split('\n')[0])).toEqual(['Meaning', 'Impact', 'Diagnosis', 'Mitigation']);
    for (const part of parts) expect(part.split('\n').slice(1).join('').trim().length).toBeGreaterThan(20);
  });

  test('links to runbooks that exist', () => {
    for (const [, file] of read(alert).matchAll(/\]\(([^)]+)\)/g)) {
      expect(existsSync(new URL(`docs/runbooks/${file}`, root)), file).toBe(true);
    }
  });
});

test('there is no runbook without its alert', () => {
  const files = readdirSync(new URL('docs/runbooks/', root)).map((file) => file.replace(/\.md$/, ''));
  expect(files.toSorted()).toEqual(alerts.toSorted());
});

test('no two alerts have one name', () => {
  for (const settings of profiles) {
    const names = Object.values(ruleGroups(settings)).flatMap((groups) => groups.flatMap((group) => group.alerts));
    expect(new Set(names.map(({ alert }) => alert)).size).toBe(names.length);
  }
});

/** Each row of the guide's troubleshooting tables, and the alerts that notice it. */
const guide: Record<string, readonly string[]> = {
  'quick reference: high P95 latency': ['StateLatencyP95High', 'DatabaseQuerySlow', 'CockroachFullScans'],
  'quick reference: low cache hit rate': ['CacheHitRateLow', 'RedisHitRateLow'],
  'quick reference: connection timeouts': ['StatePoolWaiting', 'PgBouncerClientsWaiting', 'PgBouncerWaitLong'],
  'quick reference: slow spatial queries': ['DatabaseQuerySlow', 'CockroachFullScans'],
  'quick reference: memory pressure on Redis': ['RedisMemoryPressure', 'RedisNearOutOfMemory'],
  'quick reference: write latency spikes': [
    'StateWriteLatencyHigh',
    'DatabaseQueryRetries',
    'CockroachTransactionsRestart',
    'CockroachContentionHigh',
  ],
  'high latency: query plans': ['DatabaseQuerySlow', 'CockroachSqlLatencyHigh'],
  'high latency: indexes': ['CockroachFullScans'],
  'high latency: connection pool': ['StatePoolSaturated', 'PgBouncerPoolSaturated'],
  'high latency: cache hit rate': ['CacheHitRateLow'],
  'low hit rate: time to live, cold cache': ['CacheHitRateLow', 'RedisFailedOver'],
  'low hit rate: memory, eviction policy': ['RedisMemoryPressure', 'RedisMemoryFull'],
  'pool exhaustion: pool size': ['StatePoolSaturated', 'PgBouncerPoolSaturated'],
  'pool exhaustion: long transactions': ['PgBouncerTransactionsLong', 'CockroachStatementsQueue'],
  'pool exhaustion: timeouts, leaks': ['StatePoolWaiting', 'PgBouncerWaitLong'],
  'pool exhaustion: pooler': ['PgBouncerClientLimitNear', 'PgBouncerNoServer'],
  'targets: saturation, data under failover': ['StateRequestsShed', 'RedisNoPrimary', 'CockroachQuorumAtRisk'],
};

test.each(Object.entries(guide))('guide, %s', (_row, wanted) => {
  expect(alerts).toEqual(expect.arrayContaining([...wanted]));
});
