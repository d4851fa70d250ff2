import { describe, expect, it } from 'vitest';
import { exporter, redis, synthesize, synthesizeWorkload } from './fixtures.js';

const set = (workload = redis, props = {}) =>
  synthesizeWorkload(workload, props).get('kubernetes_stateful_set_v1', workload.tier);
const podSpec = (workload = redis, props = {}) => set(workload, props)['spec'].template.spec;
const container = (workload = redis) => podSpec(workload).container[0];

const alone = { ...exporter, after: [] };

describe('KubernetesWorkload', () => {
  it('is a StatefulSet whose pods have the names of the contract', () => {
    expect(set()['spec']).toMatchObject({
      service_name: 'redis-nodes',
      replicas: '2',
      pod_management_policy: 'Parallel',
      update_strategy: [{ type: 'RollingUpdate', rolling_update: [{ partition: 0 }] }],
      selector: { match_labels: { 'app.kubernetes.io/name': 'redis' } },
    });
    expect(set(alone)['spec']).toMatchObject({ service_name: 'redis-exporter-nodes', replicas: '1' });
  });

  it('keeps the volumes of what it removes', () => {
    expect(set()['spec'].persistent_volume_claim_retention_policy).toEqual([
      { when_deleted: 'Retain', when_scaled: 'Retain' },
    ]);
    expect(set()['spec'].volume_claim_template).toEqual([
      {
        metadata: { name: 'data', namespace: 'game', labels: expect.any(Object) },
        spec: { access_modes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
      },
    ]);
    expect(container().volume_mount).toContainEqual({ name: 'data', mount_path: '/data' });
    expect(set(alone)['spec'].volume_claim_template).toEqual([]);
  });

  it('takes the storage class when one is given', () => {
    expect(set(redis, { storageClass: 'fast' })['spec'].volume_claim_template[0].spec.storage_class_name).toBe('fast');
  });

  it('waits for the rollout only when dependents do', () => {
    expect(set()['wait_for_rollout']).toBe(true);
    expect(set({ ...redis, awaitReady: false })['wait_for_rollout']).toBe(false);
    // 600 + 2 × (20 + 30 + 2 × (5 + 3))
    expect(set()['timeouts']).toEqual({ create: '732s', update: '732s' });
  });

  it('starts after what it comes after, and after the policies that let it connect', () => {
    const { get } = synthesize((stack, platform) => {
      platform.workload(stack, redis);
      platform.workload(stack, exporter);
    });
    const before: string[] = get('kubernetes_stateful_set_v1', 'redis-exporter')['depends_on'];
    for (const part of [
      'stateful_set_v1.redis_',
      'service_v1.redis_services_clients',
      'service_v1.redis_services_nodes',
      'network_policy_v1.redis_policies_in',
      'network_policy_v1.redis-exporter_policies_clients',
      'network_policy_v1.platform_policies_dns',
    ])
      expect(before.filter((address) => address.startsWith(`kubernetes_${part}`))).toHaveLength(1);
  });

  it('refuses what comes before its turn, and what comes twice', () => {
    expect(() => synthesizeWorkload(exporter)).toThrow(
      'redis-exporter comes after redis, which has not been rendered: render redis first',
    );
    expect(() =>
      synthesize((stack, platform) => {
        platform.workload(stack, redis);
        platform.workload(stack, redis);
      }),
    ).toThrow('redis is rendered twice in namespace game');
  });

  it('leads clients to ready pods and peers to all', () => {
    const { get } = synthesizeWorkload(redis);
    expect(get('kubernetes_service_v1', 'redis')['spec']).toEqual({
      type: 'ClusterIP',
      selector: { 'app.kubernetes.io/name': 'redis' },
      port: [{ name: 'redis', port: 6379, target_port: '6379', protocol: 'TCP' }],
    });
    expect(get('kubernetes_service_v1', 'redis-nodes')['spec']).toMatchObject({
      cluster_ip: 'None',
      publish_not_ready_addresses: true,
      selector: { 'app.kubernetes.io/name': 'redis' },
    });
  });

  it('has no privilege', () => {
    expect(podSpec().automount_service_account_token).toBe(false);
    expect(podSpec().enable_service_links).toBe(false);
    expect(podSpec().security_context).toEqual({
      run_as_non_root: true,
      run_as_user: '10001',
      run_as_group: '10001',
      fs_group: '10001',
      fs_group_change_policy: 'OnRootMismatch',
      seccomp_profile: { type: 'RuntimeDefault' },
    });
    expect(container().security_context).toEqual({
      allow_privilege_escalation: false,
      privileged: false,
      read_only_root_filesystem: true,
      run_as_non_root: true,
      capabilities: { drop: ['ALL'] },
      seccomp_profile: { type: 'RuntimeDefault' },
    });
  });

  it('gets what it asks for and no more', () => {
    const same = { memory: '768Mi', cpu: '500m' };
    expect(container().resources).toEqual({ requests: same, limits: same });
    expect(podSpec().termination_grace_period_seconds).toBe(20);
    expect(podSpec().volume).toContainEqual({ name: 'scratch-0', empty_dir: { medium: 'Memory', size_limit: '8Mi' } });
    expect(container().volume_mount).toContainEqual({ name: 'scratch-1', mount_path: '/run' });
  });

  it('has a readiness probe and none that restarts it', () => {
    expect(container().readiness_probe).toMatchObject({ period_seconds: 5, timeout_seconds: 3, failure_threshold: 2 });
    expect(container().liveness_probe).toBeUndefined();
    expect(container().startup_probe).toBeUndefined();
  });

  it('loses one replica at a time, and spreads them', () => {
    expect(synthesizeWorkload(redis).get('kubernetes_pod_disruption_budget_v1', 'redis')['spec']).toEqual({
      max_unavailable: '1',
      selector: { match_labels: { 'app.kubernetes.io/name': 'redis' } },
    });
    expect(podSpec().topology_spread_constraint.map((rule: { topology_key: string }) => rule.topology_key)).toEqual([
      'topology.kubernetes.io/zone',
      'kubernetes.io/hostname',
    ]);
    expect(synthesizeWorkload({ ...redis, replicas: 1 }).all('kubernetes_pod_disruption_budget_v1')).toEqual({});
    expect(podSpec({ ...redis, replicas: 1 }).topology_spread_constraint).toBeUndefined();
  });
});
