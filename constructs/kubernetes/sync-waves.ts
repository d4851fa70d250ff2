import type { StackJson } from './manifests.js';

/**
 * The order of resources by their addresses: a resource is in a later wave than whatever it waits for to be ready or done. What is
 * not waited for (CockroachDB before its init) shares the wave of its dependents, or the wave would never end.
 */
export function syncWaves(json: StackJson): ReadonlyMap<string, number> {
  const resources = new Map<string, Readonly<Record<string, unknown>>>(
    Object.entries(json.resource).flatMap(([type, byId]) =>
      Object.entries(byId).map(([id, resource]) => [`${type}.${id}`, resource] as const),
    ),
  );
  const waves = new Map<string, number>();
  const waveOf = (address: string): number => {
    const known = waves.get(address);
    if (known !== undefined) return known;
    const before = (resources.get(address)?.['depends_on'] ?? []) as string[];
    const wave = Math.max(0, ...before.map((other) => waveOf(other) + (isAwaited(resources.get(other)) ? 1 : 0)));
    waves.set(address, wave);
    return wave;
  };
  for (const address of resources.keys()) waveOf(address);
  return waves;
}

function isAwaited(resource: Readonly<Record<string, unknown>> | undefined): boolean {
  return resource?.['wait_for_rollout'] === true || resource?.['wait_for_completion'] === true;
}
