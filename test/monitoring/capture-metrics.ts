import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localContext } from '../../stacks/local-context.js';
import { PrometheusClient } from '../deploy/prometheus-client.js';
import { StateClient } from '../deploy/state-client.js';
import type { CapturedMetrics } from './captured-metrics.js';
import { documentedMetrics } from './documented-metrics.js';
import { usedMetrics } from './used-metrics.js';

/** Labels that say which process was scraped, not what was measured. */
const target = new Set(['__name__', 'job', 'instance']);

const documented = new Set(documentedMetrics.flatMap(({ metrics }) => metrics));

/** What a healthy stack gives of the metrics that rules and dashboards read: who gives it, and with which labels. */
export async function captureMetrics(prometheus: PrometheusClient): Promise<CapturedMetrics> {
  const captured: Record<string, CapturedMetrics[string]> = {};
  for (const metric of usedMetrics().filter((name) => !documented.has(name))) {
    const series = await prometheus.series(metric);
    if (series.length === 0) continue;
    const labels = new Set(series.flatMap((each) => Object.keys(each)).filter((label) => !target.has(label)));
    const jobs = new Set(series.map(({ job = '' }) => job));
    captured[metric] = { jobs: [...jobs].toSorted(), labels: [...labels].toSorted() };
  }
  return captured;
}

/** Makes the counters of a game’s ordinary day exist: a write, a read that misses, a read that hits. */
export async function play(state: StateClient): Promise<void> {
  await state.putRegion('41_42_43', { playerCount: '1' });
  await state.getRegion('41_42_43');
  await state.getRegion('41_42_43');
}

if (process.argv[1] === import.meta.filename) {
  const { facts } = localContext(join(import.meta.dirname, '../..'), 'local', process.env);
  await play(new StateClient(facts));
  await new Promise((resolve) => setTimeout(resolve, 20_000));
  const captured = await captureMetrics(new PrometheusClient(facts));
  const file = join(import.meta.dirname, 'captured-metrics.json');
  writeFileSync(file, `${JSON.stringify(captured, undefined, 2)}\n`);
  console.log(`${Object.keys(captured).length} metrics are in ${file}`);
}
