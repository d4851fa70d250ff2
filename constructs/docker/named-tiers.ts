import { nodesHost, replicaHost, tierNames, type TierName } from '../topology.js';
import type { Process } from '../workload.js';
import type { DockerPlatform } from './docker-platform.js';

/** Tiers whose replicas a process names in its command, an argument, its environment or a file. */
export function namedTiers({ command, args, env, files }: Process): Set<TierName> {
  const text = [...command, ...args, ...Object.values(env), ...Object.values(files)].join('\n');
  return new Set(tierNames.filter((tier) => new RegExp(`(?<![a-z-])${nodesHost(tier)}\\b`).test(text)));
}

/** Names and addresses of the replicas that a process talks to: Docker's own DNS forgets the name of a stopped container. */
export function hostEntries(platform: DockerPlatform, process: Process): { host: string; ip: string }[] {
  const named = namedTiers(process);
  return platform
    .replicas()
    .filter(({ tier }) => named.has(tier))
    .flatMap(({ tier, count }) =>
      Array.from({ length: count }, (_, index) => ({
        host: replicaHost(tier, index),
        ip: platform.networks.address(tier, index),
      })),
    );
}
