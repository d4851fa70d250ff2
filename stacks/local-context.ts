import { join } from 'node:path';
import { loadSettings } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import { defaultProfile, localFacts, stackName, type LocalFacts } from './local-facts.js';

export interface LocalContext {
  readonly profile: string;
  readonly settings: Settings;
  readonly facts: LocalFacts;
}

/**
 * Settings and facts of a Docker profile in this checkout: the profile, then what `npm start` chose for this stack
 * (`.stacks/<stack>/settings.yaml`), then the environment (`PLANETARY_STACK`, `PLANETARY_SET_…`), then `set` (`--set key=value`).
 *
 * @throws SettingsError as `loadSettings`.
 */
export function localContext(
  checkout: string,
  profile = defaultProfile,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  set: readonly string[] = [],
): LocalContext {
  const stack = environment['PLANETARY_STACK'];
  const overrides = stack ? { docker: { stack } } : {};
  const options = { checkout, profile, overrides, overridesFrom: '--stack or PLANETARY_STACK', environment, set };
  const base = loadSettings(options);
  const overlay = overlayFile(checkout, stackName(checkout, base.docker.stack, profile));
  const settings = loadSettings({ ...options, overlay });
  return { profile, settings, facts: localFacts(checkout, settings, process.getuid?.(), profile) };
}

/** File with the choices of `npm start` for one stack. */
export function overlayFile(checkout: string, stack: string): string {
  return join(checkout, '.stacks', stack, 'settings.yaml');
}
