import { describe, expect, it } from 'vitest';
import type { Task, Workload } from '../../constructs/workload.js';
import { migrate, redis, synthesize } from './fixtures.js';

function jobs(task: Task = migrate, before: Workload = redis) {
  return synthesize((stack, platform) => {
    platform.workload(stack, before);
    platform.task(stack, task);
  }).all('kubernetes_job_v1');
}

const job = (task: Task = migrate) => Object.values(jobs(task))[0] ?? {};
const name = (task: Task = migrate, before: Workload = redis) => Object.keys(jobs(task, before))[0];

describe('KubernetesTask', () => {
  it('is a Job that an apply waits for', () => {
    expect(job()).toMatchObject({ wait_for_completion: true, timeouts: { create: '420s' } });
    expect(job()['spec']).toMatchObject({ completions: 1, parallelism: 1, active_deadline_seconds: 120 });
    expect(job()['spec']).not.toHaveProperty('ttl_seconds_after_finished');
  });

  it('fails at its first failure, unless the cluster took its pod away', () => {
    expect(job()['spec']).toMatchObject({
      backoff_limit: 0,
      pod_failure_policy: {
        rule: [{ action: 'Ignore', on_pod_condition: [{ type: 'DisruptionTarget', status: 'True' }] }],
      },
      template: { spec: { restart_policy: 'Never' } },
    });
  });

  it('runs again when it, its image or what it comes after changes, and only then', () => {
    const changes = [
      name(),
      name({ ...migrate, args: ['sql'] }),
      name({ ...migrate, files: { 'schema.sql': 'SELECT 2;\n' } }),
      name({ ...migrate, timeoutSeconds: 60 }),
      name(migrate, { ...redis, memoryMiB: 1024 }),
    ];
    expect(new Set(changes).size).toBe(changes.length);
    expect(changes.every((text) => /^cockroach-migrate-[0-9a-f]{12}$/.test(String(text)))).toBe(true);
    expect(name()).toBe(name());
  });

  it('comes after what it waits for', () => {
    const before: string[] = job()['depends_on'];
    expect(before.filter((address) => address.startsWith('kubernetes_stateful_set_v1.redis_'))).toHaveLength(1);
  });

  it('has its own name for the pod, on a pod as restricted as any', () => {
    const { spec } = job()['spec'].template;
    expect(spec.container[0].env).toEqual([
      { name: 'POD_NAME', value: 'cockroach-migrate' },
      { name: 'HOME', value: '/tmp' },
    ]);
    expect(spec.automount_service_account_token).toBe(false);
    expect(spec.security_context.run_as_non_root).toBe(true);
    expect(spec.container[0].security_context.capabilities).toEqual({ drop: ['ALL'] });
  });

  it('comes after nothing that is not there', () => {
    expect(() => jobs({ ...migrate, after: ['state'] })).toThrow(
      'cockroach-migrate comes after state, which has not been rendered: render state first',
    );
  });
});
