import { processTexts, type ProcessText } from './process-texts.js';
import { nodesHost, tierHost, tierNames, tierPorts, type TierName } from './topology.js';
import type { Process, Workload } from './workload.js';

/**
 * The tiers that a process may connect to: those it waits for, those whose address it names, and its own when it has peers. What
 * it learns at run time (a Sentinel's answer) it must therefore wait for.
 */
export function reachedTiers(
  process: Process & Partial<Pick<Workload, 'tier' | 'replicas' | 'probe'>>,
): ReadonlySet<TierName> {
  const texts = processTexts(process);
  return new Set(
    tierNames.filter(
      (tier) =>
        process.after.some((name) => name === tier) ||
        (process.tier === tier && (process.replicas ?? 1) > 1) ||
        texts.some((text) => namesTier(text, tier)),
    ),
  );
}

/** Whether a text has an address of a tier: its replicas' names anywhere, its own name only where an address stands. */
function namesTier({ where, text }: ProcessText, tier: TierName): boolean {
  const ports = Object.values(tierPorts(tier)).join('|');
  const forms = [
    `(?<![\\w-])${nodesHost(tier)}(?![\\w-])`,
    `(?<![\\w.-])${tierHost(tier)}[:\\s](?:${ports})(?!\\d)`,
    `\\bhost["']?\\s*[:=]\\s*["']?${tierHost(tier)}(?![\\w.-])`,
  ];
  return (where.startsWith('env ') && text === tierHost(tier)) || new RegExp(forms.join('|')).test(text);
}
