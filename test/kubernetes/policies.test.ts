import { describe, expect, it } from 'vitest';
import { exporter, migrate, redis, synthesize, synthesizeWorkload } from './fixtures.js';

const labelsOf = (workload = redis) =>
  Object.keys(
    synthesizeWorkload(workload).get('kubernetes_stateful_set_v1', workload.tier)['spec'].template.metadata.labels,
  ).filter((label) => label.startsWith('planetary-survival/reaches-'));

describe('network policies', () => {
  const { get, all } = synthesize((stack, platform) => {
    platform.workload(stack, redis);
    platform.workload(stack, exporter);
    platform.task(stack, migrate);
  });
  const policy = (name: string) => get('kubernetes_network_policy_v1', name)['spec'];

  it('close the namespace', () => {
    // A listed type without a rule is "nothing"; an empty rule would be "everything".
    expect(policy('default-deny')).toEqual({ pod_selector: {}, policy_types: ['Ingress', 'Egress'] });
  });

  it('let every pod ask the cluster for names', () => {
    expect(policy('dns').policy_types).toEqual(['Egress']);
    expect(policy('dns').egress[0].ports).toEqual([
      { port: '53', protocol: 'UDP' },
      { port: '53', protocol: 'TCP' },
    ]);
    expect(policy('dns').egress[0].to[0].namespace_selector.match_labels).toEqual({
      'kubernetes.io/metadata.name': 'kube-system',
    });
  });

  it('open the ports of a tier to the pods that may reach it, on both ends', () => {
    const clients = { pod_selector: { match_labels: { 'planetary-survival/reaches-redis': 'true' } } };
    const pods = { pod_selector: { match_labels: { 'app.kubernetes.io/name': 'redis' } } };
    const ports = [{ port: '6379', protocol: 'TCP' }];
    expect(policy('redis-in')).toEqual({ ...pods, policy_types: ['Ingress'], ingress: [{ from: [clients], ports }] });
    expect(policy('redis-clients')).toEqual({ ...clients, policy_types: ['Egress'], egress: [{ to: [pods], ports }] });
  });

  it('open what is published to anybody', () => {
    expect(policy('redis-exporter-in').ingress[1]).toEqual({ ports: [{ port: '9121', protocol: 'TCP' }] });
  });

  it('open the way to the internet only for the tiers that were named', () => {
    expect(Object.keys(all('kubernetes_network_policy_v1')).filter((name) => name.endsWith('-internet'))).toEqual([]);
    const open = synthesizeWorkload(redis, { internet: ['redis'] }).get(
      'kubernetes_network_policy_v1',
      'redis-internet',
    );
    expect(open['spec'].egress[0].ports).toEqual([{ port: '443', protocol: 'TCP' }]);
    expect(open['spec'].egress[0].to[0].ip_block.except).toContain('169.254.0.0/16');
  });

  it.each([
    ['it waits for it', { after: ['cockroach' as const] }, 'cockroach'],
    ['an argument names a replica', { args: ['cockroach-0.cockroach-nodes:26257'] }, 'cockroach'],
    ['a file names it', { files: { 'p.ini': 'app = host=pgbouncer port=6432' } }, 'pgbouncer'],
    ['a JSON file names it', { files: { 'p.json': '{"host": "pgbouncer"}' } }, 'pgbouncer'],
    ['a variable is its name', { env: { HOST: 'state-lb' } }, 'state-lb'],
    [
      'a secret text names it',
      { secrets: { s: { kind: 'text' as const, passwords: [], render: () => 'https://u@prometheus:9090/x' } } },
      'prometheus',
    ],
    ['the probe names it', { probe: { ...redis.probe, command: ['nc', 'grafana:3000'] } }, 'grafana'],
  ])('let a pod out to a tier because %s', (_, change, tier) => {
    const before = { ...redis, replicas: 1, probe: { ...redis.probe, command: ['true'] }, args: [] };
    const { get: read } = synthesize((stack, platform) => {
      if ('after' in change) platform.workload(stack, { ...before, tier: 'cockroach' });
      platform.workload(stack, { ...before, ...change });
    });
    const { labels } = read('kubernetes_stateful_set_v1', 'redis')['spec'].template.metadata;
    expect(Object.keys(labels).filter((label) => label.startsWith('planetary-survival/'))).toEqual([
      `planetary-survival/reaches-${tier}`,
    ]);
  });

  it('let the replicas of a tier reach each other', () => {
    const silent = { ...redis, args: [], probe: { ...redis.probe, command: ['true'] } };
    expect(labelsOf(silent)).toEqual(['planetary-survival/reaches-redis']);
    expect(labelsOf({ ...silent, replicas: 1 })).toEqual([]);
  });

  it.each([
    'redis_up',
    '/usr/bin/redis-server',
    'redis:8.0',
    'job_name: redis',
    'redis-nodesx',
    'xredis:6379',
    'redis:63790',
  ])('do not take %j for an address', (text) => {
    expect(labelsOf({ ...redis, replicas: 1, args: [text], probe: { ...redis.probe, command: ['true'] } })).toEqual([]);
  });
});
