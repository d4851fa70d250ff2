import { join } from 'node:path';
import { loadSettings } from '../config/load.js';
import type { Settings } from '../config/schema.js';
import { localFacts, stackName, type LocalFacts } from './local-facts.js';

export interface LocalContext {
  readonly settings: Settings;
  readonly facts: LocalFacts;
}

/**
 * Settings and facts of a Docker profile in this checkout: the profile, then what `npm start` chose for this stack
 * (`.stacks/<stack>/settings.yaml`), then the environment (`PLANETARY_STACK`).
 *
 * @throws SettingsError as `loadSettings`.
 */
export function localContext(
  checkout: string,
  profile = 'local',
  environment: Readonly<Record<string, string | undefined>> = process.env,
): LocalContext {
  const given = environment['PLANETARY_STACK'];
  const overrides = given ? { docker: { stack: given } } : {};
  const base = loadSettings({ checkout, profile, overrides });
  const overlay = overlayFile(checkout, stackName(checkout, base.docker.stack));
  const settings = loadSettings({ checkout, profile, overlay, overrides });
  return { settings, facts: localFacts(checkout, settings, process.getuid?.()) };
}

/** File with the choices of `npm start` for one stack. */
export function overlayFile(checkout: string, stack: string): string {
  return join(checkout, '.stacks', stack, 'settings.yaml');
}
