import { describe, expect, test } from 'vitest';
import { settingsSchema } from '../../config/schema.js';
import { scrapeJobs } from '../../constructs/tiers/scrape-jobs.js';
import { capturedMetrics } from './captured-metrics.js';
import { documentedMetrics } from './documented-metrics.js';
import { metricsOf, selectorsOf } from './promql-names.js';
import { panelQueries, recordedMetrics, ruleExpressions, usedMetrics } from './used-metrics.js';

const documented = documentedMetrics.flatMap(({ metrics }) => metrics);
const expressions = [...ruleExpressions(), ...panelQueries().map(({ expr }) => expr)];

describe('every metric that a rule or a panel reads', () => {
  test('was seen in a real scrape, or is documented, and not both', () => {
    const known = [...Object.keys(capturedMetrics), ...documented];
    expect(known.toSorted()).toEqual(usedMetrics());
  });

  test('is asked from the jobs that give it, by labels that it has', () => {
    const selectors = expressions.flatMap(selectorsOf).filter(({ metric }) => metric in capturedMetrics);
    expect(selectors.length).toBeGreaterThan(100);
    for (const { metric, matchers } of selectors) {
      const { jobs, labels } = capturedMetrics[metric] ?? { jobs: [], labels: [] };
      const { job, ...others } = matchers;
      expect(
        jobs.some((each) => matches(job ?? '', each)),
        `${metric}{job${job}} comes from ${jobs.join()}`,
      ).toBe(true);
      for (const label of Object.keys(others)) expect(labels, `${metric} has no label ${label}`).toContain(label);
    }
  });

  test('names its job, so that no other process’ metric of that name is taken for it', () => {
    const scraped = expressions.flatMap(selectorsOf).filter(({ metric }) => metric !== 'ALERTS');
    for (const { metric, matchers } of scraped) expect(Object.keys(matchers), metric).toContain('job');
    for (const expr of expressions) {
      const selected = new Set(selectorsOf(expr).map(({ metric }) => metric));
      const bare = metricsOf(expr).filter((metric) => usedMetrics().includes(metric) && !selected.has(metric));
      expect(bare, expr).toEqual([]);
    }
  });
});

test('every job that a rule or a panel names is scraped', () => {
  const exposed = settingsSchema.parse({ platform: 'docker', docker: { expose: true } });
  const jobs = scrapeJobs(exposed).map(({ name }) => name);
  for (const { matchers } of expressions.flatMap(selectorsOf)) {
    const names = (matchers['job'] ?? '').replace(/^=~?/, '').replaceAll('"', '').split('|').filter(Boolean);
    for (const name of names) expect(jobs).toContain(name);
  }
});

test('every recording is read by a rule or a panel, or is a target’s', () => {
  const read = new Set(expressions.flatMap(metricsOf));
  for (const record of recordedMetrics().keys()) expect(read, record).toContain(record);
});

/** Whether a matcher of a label, such as `=~"a|b"`, takes a value. */
function matches(matcher: string, value: string): boolean {
  const [, operator, text = ''] = /^(=~|=)"(.*)"$/.exec(matcher) ?? [];
  return operator === '=' ? text === value : operator === '=~' && new RegExp(`^(?:${text})$`).test(value);
}
