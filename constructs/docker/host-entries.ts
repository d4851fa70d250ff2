import { reachedTiers } from '../reached-tiers.js';
import { replicaHost } from '../topology.js';
import type { Task, Workload } from '../workload.js';
import type { DockerPlatform } from './docker-platform.js';

/** Names and addresses of the replicas that a process talks to: Docker's own DNS forgets the name of a stopped container. */
export function hostEntries(platform: DockerPlatform, process: Workload | Task): { host: string; ip: string }[] {
  const reached = reachedTiers(process);
  return platform
    .replicas()
    .filter(({ tier }) => reached.has(tier))
    .flatMap(({ tier, count }) =>
      Array.from({ length: count }, (_, index) => ({
        host: replicaHost(tier, index),
        ip: platform.networks.address(tier, index),
      })),
    );
}
