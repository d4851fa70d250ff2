import { describe, expect, it } from 'vitest';
import { synthesizeDocker, synthesizeKubernetes } from './both-platforms.js';
import { profile, wholeStack } from './described.js';
import type { Json } from './process-view.js';

/** Terraform addresses and names of what holds data. A change here loses or orphans the data of every stack there is: migrate it. */
const pinned = {
  docker: {
    'docker_container.cache_redis-sentinel_0_07ECF292': 'ps-redis-sentinel-0',
    'docker_container.cache_redis-sentinel_1_1F2B552E': 'ps-redis-sentinel-1',
    'docker_container.cache_redis-sentinel_2_EE558DEE': 'ps-redis-sentinel-2',
    'docker_container.cache_redis_0_B0CA4489': 'ps-redis-0',
    'docker_container.cache_redis_1_41C430F8': 'ps-redis-1',
    'docker_container.database_cockroach_0_58A0F0D8': 'ps-cockroach-0',
    'docker_container.database_cockroach_1_8DD2C495': 'ps-cockroach-1',
    'docker_container.database_cockroach_2_C2046ED9': 'ps-cockroach-2',
    'docker_container.monitoring_grafana_0_181B0C1B': 'ps-grafana-0',
    'docker_container.monitoring_prometheus_0_B722E950': 'ps-prometheus-0',
  },
  kubernetes: {
    'kubernetes_stateful_set_v1.cache_redis-sentinel_stateful-set_F76EBE22': 'data-redis-sentinel',
    'kubernetes_stateful_set_v1.cache_redis_stateful-set_0A635838': 'data-redis',
    'kubernetes_stateful_set_v1.database_cockroach_stateful-set_F2ABC605': 'data-cockroach',
    'kubernetes_stateful_set_v1.monitoring_grafana_stateful-set_35B936B1': 'data-grafana',
    'kubernetes_stateful_set_v1.monitoring_prometheus_stateful-set_857C18C5': 'data-prometheus',
  },
};

describe('what holds data', () => {
  it('has its volume on Docker', () => {
    const { json } = synthesizeDocker(wholeStack(profile('local')));
    const containers = Object.entries<Json>(json['resource'].docker_container);
    const found = containers.flatMap(([id, container]) =>
      ((container['volumes'] ?? []) as Json[])
        .filter((volume) => volume['container_path'] === '/data')
        .map((volume) => [`docker_container.${id}`, volume['volume_name']]),
    );
    expect(Object.fromEntries(found)).toEqual(pinned.docker);
  });

  it('has its claim on Kubernetes', () => {
    const json = synthesizeKubernetes(wholeStack(profile('production')));
    const found = Object.entries<Json>(json['resource'].kubernetes_stateful_set_v1).flatMap(([id, set]) =>
      set['spec'].volume_claim_template.map((claim: Json) => [
        `kubernetes_stateful_set_v1.${id}`,
        `${claim['metadata'].name}-${set['metadata'].name}`,
      ]),
    );
    expect(Object.fromEntries(found)).toEqual(pinned.kubernetes);
  });
});
