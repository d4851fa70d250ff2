import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { localContext } from '../../stacks/local-context.js';
import { captureMetrics, play } from '../monitoring/capture-metrics.js';
import { capturedMetrics } from '../monitoring/captured-metrics.js';
import { documentedMetrics } from '../monitoring/documented-metrics.js';
import { metricsOf } from '../monitoring/promql-names.js';
import { panelQueries, recordedMetrics, ruleExpressions } from '../monitoring/used-metrics.js';
import { checkout } from './commands.js';
import { PrometheusClient } from './prometheus-client.js';
import { StateClient } from './state-client.js';

const minuteMs = 60_000;
const { facts, settings } = localContext(checkout, 'local', { PLANETARY_STACK: inject('testStack') });
const { scrapeIntervalSeconds } = settings.monitoring;
const prometheus = new PrometheusClient(facts);
const documented = new Set(documentedMetrics.flatMap(({ metrics }) => metrics));

/** Every rate needs two scrapes with work between them, and every rule a round: the game goes on until all have that, or 3 min are over. */
beforeAll(async () => {
  const state = new StateClient(facts);
  const deadline = Date.now() + 3 * minuteMs;
  await play(state);
  await sleep((scrapeIntervalSeconds + 2) * 1_000);
  do {
    await play(state);
    await sleep(2_000);
  } while (Date.now() < deadline && ((await emptyPanels()).length > 0 || (await missingMetrics()).length > 0));
}, 5 * minuteMs);

describe('what Prometheus has of a running stack', { timeout: 3 * minuteMs }, () => {
  it('is what the committed capture says', async () => {
    const live = await captureMetrics(prometheus);
    for (const [metric, { jobs, labels }] of Object.entries(capturedMetrics)) {
      expect(live[metric]?.jobs, metric).toEqual(jobs);
      expect(live[metric]?.labels, metric).toEqual(expect.arrayContaining([...labels]));
    }
  });

  it('evaluates every rule and panel', async () => {
    for (const expr of [...ruleExpressions(), ...panelQueries().map((query) => query.expr)]) {
      await expect(prometheus.query(expr), expr).resolves.toBeInstanceOf(Array);
    }
  });

  it('fills every panel that does not need CockroachDB itself', async () => {
    expect(await emptyPanels()).toEqual([]);
  });

  it('has one primary, which the Sentinels name alike', async () => {
    const named = 'count by (master_address) (redis_sentinel_master_status{job="redis-sentinel"})';
    const asInstance = `sum by (instance) (label_replace(${named}, "instance", "$1", "master_address", "(.+)"))`;
    const agreed = `${asInstance} and on (instance) redis_instance_info{job="redis",role="master"}`;
    expect(await prometheus.query(agreed)).toMatchObject([
      { value: [expect.anything(), String(settings.redis.sentinels)] },
    ]);
  });

  it('fires the watchdog', async () => {
    const firing = await prometheus.query('ALERTS{alertname="Watchdog",alertstate="firing"}');
    expect(firing).toHaveLength(1);
  });
});

/** Right when they have no data; so has the time that is left of a licence which is not set. */
const quietTitles = new Set(['Targets that do not answer', 'Alerts', 'Failed requests']);

/** Panels without data that should have some. */
async function emptyPanels(): Promise<string[]> {
  const empty: string[] = [];
  for (const { title, expr } of panelQueries()) {
    if (quietTitles.has(title) || needsMissing(expr)) continue;
    if ((await prometheus.query(expr)).length === 0) empty.push(`${title}: ${expr}`);
  }
  return empty;
}

/** Metrics of the committed capture that the stack has not given yet. */
async function missingMetrics(): Promise<string[]> {
  const live = await captureMetrics(prometheus);
  return Object.keys(capturedMetrics).filter((metric) => live[metric] === undefined);
}

/** Whether an expression, or a recording that it reads, reads a metric that the offline set does not give. */
function needsMissing(expr: string): boolean {
  const recorded = recordedMetrics();
  return metricsOf(expr).some((metric) => {
    const record = recorded.get(metric);
    return record === undefined ? documented.has(metric) && !metric.startsWith('pgbouncer_') : needsMissing(record);
  });
}
