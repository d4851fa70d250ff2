import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { describeIssue } from './describe-issue.js';
import { merge } from './merge.js';
import { contradictions } from './rules.js';
import { type Settings, settingsSchema } from './schema.js';
import { SettingsError } from './settings-error.js';

export interface LoadOptions {
  /** Folder of the checkout. */
  readonly checkout: string;
  /** Name of a file in `config/environments`, without `.yaml`. */
  readonly profile: string;
  /** A further file whose settings win over the profile's; ignored when it does not exist. */
  readonly overlay?: string;
  /** Settings that win over both, as nested objects. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

/**
 * Reads a profile.
 *
 * @throws SettingsError with all faults: a missing file, bad YAML, unknown keys, values out of range, limits that contradict each other.
 */
export function loadSettings({ checkout, profile, overlay, overrides }: LoadOptions): Settings {
  const file = join('config', 'environments', `${profile}.yaml`);
  const base = readYaml(join(checkout, file), file, `write it, or name another profile`);
  const local = overlay !== undefined && existsSync(overlay) ? readYaml(overlay, overlay, '') : {};
  const input = merge(merge(base, local), overrides ?? {});
  const parsed = settingsSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    throw new SettingsError(
      parsed.error.issues.flatMap((issue) => describeIssue(issue, settingsSchema)).map((fault) => `${file}: ${fault}`),
    );
  }
  const faults = contradictions(parsed.data);
  if (faults.length > 0) throw new SettingsError(faults.map((fault) => `${file}: ${fault}`));
  return parsed.data;
}

function readYaml(path: string, shown: string, advice: string): Record<string, unknown> {
  if (!existsSync(path)) throw new SettingsError([`${shown}: no such file; ${advice}`]);
  const lineCounter = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter });
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => `${shown}: not valid YAML: ${error.message.split('\n')[0]}`),
    );
  }
  const value: unknown = document.toJS() ?? {};
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SettingsError([`${shown}: must be a group of settings, got ${JSON.stringify(value)}`]);
  }
  return value as Record<string, unknown>;
}
