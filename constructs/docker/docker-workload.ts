import { Container } from '@cdktf/provider-docker/lib/container/index.js';
import { Lazy } from 'cdktf';
import { Construct } from 'constructs';
import { dataDirectory, type Probe, type Workload } from '../workload.js';
import { nodesHost, replicaHost, tierHost } from '../topology.js';
import { containerDefaults, withPodName } from './container-defaults.js';
import { contentHash } from '../content-hash.js';
import type { DockerPlatform } from './docker-platform.js';
import { DockerVolumes } from './docker-volumes.js';
import { hostEntries } from './host-entries.js';

export interface DockerWorkloadProps {
  readonly platform: DockerPlatform;
  readonly workload: Workload;
}

/** One container for each replica, with a static address, its volume and its published ports. */
export class DockerWorkload extends Construct {
  readonly containers: Container[];

  constructor(scope: Construct, id: string, props: DockerWorkloadProps) {
    super(scope, id);
    const { platform, workload } = props;
    const volumes =
      workload.storageGiB === undefined ? undefined : new DockerVolumes(this, 'volumes', { platform, workload });
    this.containers = Array.from({ length: workload.replicas }, (_, index) =>
      this.createReplica(platform, workload, index, volumes),
    );
  }

  private createReplica(
    platform: DockerPlatform,
    workload: Workload,
    index: number,
    volumes: DockerVolumes | undefined,
  ): Container {
    const name = `${workload.tier}-${index}`;
    const { defaults, rest: own } = containerDefaults(platform, workload.tier, workload, name);
    // `replicas` is the loop that calls this; a size limit of a volume is the engine's storage driver's affair on Docker.
    const {
      tier,
      replicas: _replicas,
      storageGiB: _storageGiB,
      openFiles,
      probe,
      awaitReady,
      stopGraceSeconds,
      networks,
      ...rest
    } = own;
    rest satisfies Record<string, never>;
    const { stack, publish, publishAddress, internet = [] } = platform.props;
    return new Container(this, String(index), {
      ...defaults,
      name: `${stack}-${name}`,
      restart: 'unless-stopped',
      stopTimeout: stopGraceSeconds,
      destroyGraceSeconds: stopGraceSeconds,
      ...(openFiles === undefined ? {} : { ulimit: [{ name: 'nofile', soft: openFiles, hard: openFiles }] }),
      healthcheck: healthcheck(probe, name),
      wait: awaitReady,
      waitTimeout:
        probe.startPeriodSeconds + probe.failureThreshold * (probe.intervalSeconds + probe.timeoutSeconds) + 30,
      networksAdvanced: [
        {
          name: platform.networks.data.name,
          ipv4Address: platform.networks.address(tier, index),
          aliases: [tierHost(tier), nodesHost(tier), replicaHost(tier, index)],
        },
        ...(networks === 'data-and-edge' ? [{ name: platform.networks.edge.name }] : []),
        ...(internet.includes(tier) ? [{ name: platform.networks.internet().name }] : []),
      ],
      ports: Object.entries(publish[tier] ?? {}).map(([internal, external]) => ({
        internal: Number(internal),
        external: external + index,
        ip: publishAddress,
      })),
      host: Lazy.anyValue({ produce: () => hostEntries(platform, workload) }),
      volumes: [...defaults.volumes, ...(volumes ? [volumes.mount(index, dataDirectory)] : [])],
      labels: [
        ...defaults.labels,
        { label: 'planetary.tier', value: tier },
        // The provider ignores an edit of a health check; a label replaces the container.
        { label: 'planetary.probe', value: contentHash(probe) },
      ],
      dependsOn: [...defaults.dependsOn, ...(volumes ? [volumes.task] : [])],
    });
  }
}

function healthcheck(probe: Probe, name: string) {
  return {
    test: ['CMD', ...withPodName(probe.command, name)],
    interval: duration(probe.intervalSeconds),
    timeout: duration(probe.timeoutSeconds),
    retries: probe.failureThreshold,
    startPeriod: duration(probe.startPeriodSeconds),
  };
}

/** As Docker writes it back (`1m30s`), or each plan would show a difference. */
function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}
