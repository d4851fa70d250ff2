import { describe, expect, it } from 'vitest';
import { tierPorts } from '../../constructs/topology.js';
import { smokeTask } from '../../constructs/tiers/smoke.js';
import { hostChecks } from '../../smoke/checks/host.js';
import { insideChecks } from '../../smoke/checks/inside.js';
import { bundleSmoke } from '../../smoke/build.js';
import { deployedTiers } from '../../smoke/deployed.js';
import { endpointAddress, endpoints } from '../../smoke/endpoints.js';
import { described, profile } from '../contract/described.js';
import { settings } from './fixture.js';

const exposed = { ...settings, docker: { ...settings.docker, expose: true } };
const plain = { ...settings, monitoring: { ...settings.monitoring, grafana: false } };

describe.each([
  ['local', profile('local')],
  ['production', profile('production')],
  ['exposed', exposed],
  ['without Grafana', plain],
])('the smoke checks of a stack that is %s', (_, chosen) => {
  const tiers = described(chosen).flatMap((each) => ('tier' in each ? [each] : []));

  it('know every tier and every replica that is rendered', () => {
    const rendered = Object.fromEntries(tiers.map(({ tier, replicas }) => [tier, replicas]));
    const known = Object.fromEntries(deployedTiers(chosen).map(({ tier, replicas }) => [tier, replicas]));
    expect(known).toEqual(rendered);
  });

  it('ask every port of every replica', () => {
    const count = tiers.reduce((sum, { tier, replicas }) => sum + replicas * Object.keys(tierPorts(tier)).length, 0);
    expect(new Set(endpoints(chosen).map(endpointAddress)).size).toBe(count);
  });

  it('come after everything else', () => {
    const others = described(chosen).map((each) => ('tier' in each ? each.tier : each.task));
    expect(new Set(smokeTask(chosen, '').after)).toEqual(new Set(others.filter((name) => name !== 'smoke')));
  });
});

describe('the smoke task', () => {
  it('has every secret by file, and none that is root', () => {
    const names = Object.keys(smokeTask(settings, '').secrets).toSorted();
    expect(names).toEqual([
      'ca.crt',
      'client.monitor.crt',
      'client.monitor.key',
      'database-app',
      'database-readonly',
      'grafana-admin',
      'pgbouncer-stats',
      'prometheus-web',
      'redis-app',
      'redis-probe',
      'sentinel-client',
      'state-token',
      'tls.crt',
      'tls.key',
    ]);
  });

  it('has a program that fits into a Kubernetes ConfigMap, the same at each build', () => {
    const bundle = bundleSmoke();
    const files = smokeTask(settings, bundle).files;
    const bytes = Object.values(files).reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    expect(bytes).toBeLessThan(1_048_576);
    expect(bundleSmoke()).toBe(bundle);
  });
});

describe('the list of checks', () => {
  const all = [...insideChecks, ...hostChecks];

  it('has no two of the same name and tier', () => {
    const keys = all.map(({ tier, name }) => `${tier}: ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('knows where each looks from', () => {
    expect(insideChecks.every(({ vantage }) => vantage === 'inside')).toBe(true);
    expect(hostChecks.every(({ vantage }) => vantage === 'host')).toBe(true);
  });
});
