import type { ContainerConfig } from '@cdktf/provider-docker/lib/container/index.js';
import { secretShapes } from '../secret-shape.js';
import { terraformText } from '../terraform-text.js';
import { configDirectory, podName, secretsDirectory, type Process } from '../workload.js';
import type { TaskName } from '../workload.js';
import type { TierName } from '../topology.js';
import { contentHash } from '../content-hash.js';
import type { DockerPlatform } from './docker-platform.js';

const cpuPeriodUs = 100_000;

/** Arguments with the replica's name, which Kubernetes puts in by the downward API, safe from Terraform's templates. */
export function withPodName(texts: readonly string[], name: string): string[] {
  return texts.map((text) => terraformText(text.replaceAll(podName, name)));
}

/** Everything that both workloads and tasks get: the process, its limits, its mounts and no privilege at all. */
export function containerDefaults<P extends Process>(
  platform: DockerPlatform,
  owner: TierName | TaskName,
  process: P,
  name: string,
) {
  const { image, command, args, env, files, secrets, scratch, memoryMiB, cpus, after, ...rest } = process;
  const mounts = [
    ...(Object.keys(files).length > 0
      ? [
          {
            hostPath: terraformText(platform.configDirectory(owner, files)),
            containerPath: configDirectory,
            readOnly: true,
          },
        ]
      : []),
    ...(Object.keys(secrets).length > 0
      ? [{ hostPath: terraformText(platform.secretsDirectory(owner)), containerPath: secretsDirectory, readOnly: true }]
      : []),
  ];
  const defaults = {
    image: platform.image(image).imageId,
    entrypoint: withPodName(command, name),
    command: withPodName(args, name),
    env: Object.entries({ POD_NAME: name, ...env })
      .map(([key, value]) => terraformText(`${key}=${value.replaceAll(podName, name)}`))
      .toSorted(),
    user: `${platform.props.userId}:${platform.props.userId}`,
    hostname: name,
    // Docker's own DNS passes names that it does not know on to the machine's: a way out, even from an internal network before Engine 26
    // (CVE-2024-29018). Given the container's own loopback, where nobody answers, it passes on nothing.
    ...(platform.props.internet?.some((tier) => tier === owner) ? {} : { dns: ['127.0.0.1'] }),
    readOnly: true,
    capabilities: { drop: ['ALL'] },
    securityOpts: ['no-new-privileges:true'],
    memory: memoryMiB,
    memorySwap: memoryMiB,
    cpuPeriod: cpuPeriodUs,
    cpuQuota: Math.round(cpus * cpuPeriodUs),
    tmpfs: Object.fromEntries(
      Object.entries(scratch).map(([path, mib]) => [path, `rw,nosuid,nodev,noexec,size=${mib}m,mode=1777`]),
    ),
    volumes: mounts,
    logDriver: 'json-file',
    logOpts: { 'max-size': '10m', 'max-file': '3' },
    dependsOn: platform.containersOf(after),
    // Another file or name among the secrets needs a new container; other bytes of the same are reloaded.
    labels: [
      { label: 'planetary.stack', value: platform.props.stack },
      { label: 'planetary.secrets', value: contentHash(secretShapes(secrets)) },
    ],
  } satisfies Partial<ContainerConfig>;
  return { defaults, rest };
}
