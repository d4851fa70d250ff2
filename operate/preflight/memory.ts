import type { PlannedContainer } from '../synthesized.js';

const mebibyte = 1 << 20;

/** Refuses a stack whose memory limits together exceed what the engine has. */
export function memoryFault(containers: readonly PlannedContainer[], engineBytes: number): string | undefined {
  const staying = containers.filter(({ stays }) => stays);
  const sum = staying.reduce((total, { memoryMiB }) => total + memoryMiB, 0);
  const available = Math.floor(engineBytes / mebibyte);
  if (sum <= available) return undefined;
  const tiers = new Map<string, number[]>();
  for (const { tier, name, memoryMiB } of staying) {
    const key = tier ?? name;
    tiers.set(key, [...(tiers.get(key) ?? []), memoryMiB]);
  }
  const parts = [...tiers].map(([tier, limits]) => `${tier} ${limits.length} × ${limits[0]}`);
  return (
    `memory: the stack's limits are ${sum} MiB (${parts.join(', ')}), the engine has ${available} MiB. ` +
    'Give it more (Docker Desktop: Settings, Resources), or lower memoryMiB of a tier in the profile, cockroach.memoryMiB first.'
  );
}
