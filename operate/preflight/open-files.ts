import type { PlannedContainer } from '../synthesized.js';

/** What the engine can give a container. */
export interface FileLimit {
  /** The engine's own hard limit. */
  readonly hard: number;
  /** Whether it may give more than it has: CAP_SYS_RESOURCE. */
  readonly canRaise: boolean;
}

/** Refuses limits of open files that the engine cannot give; such a container would not start ("error setting rlimit type 7"). */
export function openFileFaults(containers: readonly PlannedContainer[], limit: FileLimit | undefined): string[] {
  if (limit === undefined || limit.canRaise) return [];
  const asking = containers.filter(({ openFiles }) => openFiles !== undefined && openFiles > limit.hard);
  const byTier = new Map(asking.map(({ tier, name, openFiles }) => [tier ?? name, openFiles]));
  return [...byTier].map(
    ([tier, openFiles]) =>
      `open files: ${tier} asks for ${openFiles}, and the engine can give ${limit.hard}. Raise the engine's limit (LimitNOFILE of its ` +
      `service, or \`ulimit -n\` where it is started), or lower openFiles of that tier in the profile.`,
  );
}
