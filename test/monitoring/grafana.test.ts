import { describe, expect, test } from 'vitest';
import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';
import { parse } from 'yaml';
import { settingsSchema } from '../../config/schema.js';
import { grafana } from '../../constructs/tiers/grafana.js';
import { iniText } from '../../templates/grafana/grafana-ini.js';
import { promtool } from './promtool.js';

const settings = settingsSchema.parse({ platform: 'docker' });
const { files, env, args } = grafana(settings);
const text = files['dashboards/overview.json'] ?? '';
const dashboard = JSON.parse(text) as Dashboard;
const panels = (dashboard.panels ?? []) as Panel[];
const graphs = panels.filter(({ type }) => type !== 'row');
const queries = graphs.flatMap(({ targets = [] }) => targets as unknown as Dataquery[]);

describe('the overview dashboard', () => {
  test('has a fixed uid and no id, as provisioning wants it', () => {
    expect(dashboard).toMatchObject({ id: null, uid: 'planetary-overview', editable: false });
  });

  test('is the same text each time', () => {
    expect(grafana(settings).files['dashboards/overview.json']).toBe(text);
  });

  test('begins with the targets, then has a row for each tier', () => {
    const rows = panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual([
      'Targets',
      'state-lib',
      'PgBouncer',
      'CockroachDB',
      'Redis and Sentinel',
      'Load balancers',
      'Monitoring',
    ]);
  });

  test('has panels with ids of their own, a title, a description and a place of their own', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, description } of graphs) expect(description, title).toMatch(/\.$/);
    const taken = new Set<string>();
    for (const { title, gridPos } of panels) {
      expect(title).toBeTruthy();
      for (let x = 0; x < (gridPos?.w ?? 0); x++) {
        for (let y = 0; y < (gridPos?.h ?? 0); y++) {
          const cell = `${(gridPos?.x ?? 0) + x},${(gridPos?.y ?? 0) + y}`;
          expect(taken.has(cell), `${title} covers ${cell}`).toBe(false);
          taken.add(cell);
        }
      }
      expect((gridPos?.x ?? 0) + (gridPos?.w ?? 0)).toBeLessThanOrEqual(24);
    }
  });

  test('asks the provisioned data source, and no other, in every panel and query', () => {
    const { datasources } = parse(files['provisioning/datasources/prometheus.yml'] ?? '') as {
      datasources: { uid: string }[];
    };
    const uid = datasources[0]?.uid;
    for (const { title, datasource, targets } of graphs) {
      expect(datasource, title).toEqual({ type: 'prometheus', uid });
      expect(targets?.length, title).toBeGreaterThan(0);
    }
    for (const query of queries) expect(query).toMatchObject({ datasource: { type: 'prometheus', uid } });
  });

  test('colours the targets by their limits', () => {
    const steps = (title: string) =>
      graphs.find((panel) => panel.title === title)?.fieldConfig?.defaults.thresholds?.steps.map(({ value }) => value);
    expect(steps('P95 latency')).toContain(0.01);
    expect(steps('P99 latency')).toContain(0.05);
    expect(steps('Cache hit rate')).toContain(0.9);
  });

  test('has expressions that promtool can read', { timeout: 60_000 }, async () => {
    const rules = queries.map(({ expr }, index) => ({
      record: `panel:query_${index}`,
      expr: expr.replaceAll('$__rate_interval', '1m'),
    }));
    const check = (some: unknown) =>
      promtool(['check', 'rules', 'panels.yml'], {
        'panels.yml': JSON.stringify({ groups: [{ name: 'panels', rules: some }] }),
      });
    expect(await check(rules)).toMatchObject({ exitCode: 0 });
    expect(await check([...rules, { record: 'panel:broken', expr: 'sum(' }])).toMatchObject({ exitCode: 1 });
  });
});

describe('grafana.ini', () => {
  const ini = files['grafana.ini'] ?? '';

  test.each([
    'protocol = https',
    'admin_password = $__file{/secrets/grafana-admin}',
    'secret_key = $__file{/secrets/grafana-key}',
    'cookie_secure = true',
    'allow_sign_up = false',
    'reporting_enabled = false',
    'check_for_updates = false',
  ])('%s', (line) => {
    expect(ini.split('\n')).toContain(line);
  });

  test('anonymous access is off', () => {
    expect(ini).toContain('[auth.anonymous]\nenabled = false');
  });

  test('a value of two lines is refused', () => {
    expect(() => iniText({ server: { domain: 'a\nprotocol = http' } })).toThrow(
      'the value of domain must be one line, got "a\\nprotocol = http"',
    );
  });

  test('no secret is in the environment or the arguments', () => {
    expect([...args, ...Object.values(env)].join(' ')).not.toMatch(/password|secret_key/i);
  });
});

test('the data source reads its secrets from files', () => {
  expect(parse(files['provisioning/datasources/prometheus.yml'] ?? '')).toMatchObject({
    datasources: [
      {
        url: 'https://prometheus:9090',
        basicAuthUser: 'prometheus',
        jsonData: { tlsAuthWithCACert: true, timeInterval: '15s' },
        secureJsonData: {
          basicAuthPassword: '$__file{/secrets/prometheus-web}',
          tlsCACert: '$__file{/secrets/ca.crt}',
        },
      },
    ],
  });
});
