import type { InsideCheck } from '../../inside-context.js';
import { verdict } from '../../outcome.js';
import { withDatabase } from '../../probes/database.js';
import { showClusterSetting } from '../../sql.js';

/** Nobody changed a cluster setting that this package sets. */
export const clusterSettings: InsideCheck = {
  name: 'cluster settings are as declared',
  tier: 'cockroach',
  vantage: 'inside',
  run: async (context) => {
    const declared = Object.entries(context.config.clusterSettings);
    const faults = await withDatabase(context.endpoint('cockroach', 'sql'), context.monitor, async (client) => {
      const drifts: string[] = [];
      for (const [name, value] of declared) {
        const { rows } = await client.query<Record<string, unknown>>(showClusterSetting(name));
        const found = String(Object.values(rows[0] ?? {})[0]);
        if (!sameValue(found, value)) drifts.push(`${name} is ${found}, declared is ${value}`);
      }
      return drifts;
    });
    return verdict(faults.length === 0 ? [] : [...faults, 'a deploy sets them again'], `${declared.length} settings`);
  },
};

/** Whether two texts are the same value: numbers, durations and booleans have many spellings. */
export function sameValue(one: string, other: string): boolean {
  return normal(one) === normal(other);
}

const booleans: Readonly<Record<string, string>> = { t: 'true', on: 'true', f: 'false', off: 'false' };
const unitSeconds: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

function normal(text: string): string {
  const plain = text.trim().toLowerCase();
  if (plain !== '' && !Number.isNaN(Number(plain))) return String(Number(plain));
  const clock = /^(\d+):(\d\d):(\d\d(?:\.\d+)?)$/.exec(plain);
  if (clock) return `${Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3])} s`;
  const parts = [...plain.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length > 0 && parts.map(([all]) => all).join('') === plain)
    return `${parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitSeconds[unit ?? ''] ?? 0), 0)} s`;
  return booleans[plain] ?? plain;
}
