import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { closest } from './closest.js';
import type { Layer } from './layers.js';
import { quoted } from './quoted.js';
import { SettingsError } from './settings-error.js';

const folder = join('config', 'environments');

/** Path of a profile below the checkout. */
export function profileFile(profile: string): string {
  return join(folder, `${profile}.yaml`);
}

/** Names of the profiles of a checkout. */
export function profileNames(checkout: string): string[] {
  const files = existsSync(join(checkout, folder)) ? readdirSync(join(checkout, folder)) : [];
  return files.filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));
}

/**
 * Reads a profile as it is written.
 *
 * @throws SettingsError for a profile that is not there, with those that are, a name that cannot be one, and bad YAML.
 */
export function readProfile(checkout: string, profile: string): Layer {
  const source = profileFile(profile);
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(profile)) {
    throw new SettingsError([
      `${quoted(profile)} cannot name a profile: it must be lower-case letters, digits and hyphens, at most 31, a letter first`,
    ]);
  }
  if (!existsSync(join(checkout, source))) {
    const known = profileNames(checkout);
    const near = closest(profile, known);
    const others = known.length === 0 ? 'write it' : `write it, or name one of ${known.join(', ')}`;
    throw new SettingsError([`${source}: no such file; ${near === undefined ? others : `did you mean "${near}"?`}`]);
  }
  return readLayer(join(checkout, source), source);
}

/**
 * Reads a YAML file of settings.
 *
 * @throws SettingsError for bad YAML, with the line, and for a file that is no group of settings.
 */
export function readLayer(path: string, source: string): Layer {
  const lineCounter = new LineCounter();
  const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter });
  if (document.errors.length > 0) {
    throw new SettingsError(
      document.errors.map((error) => `${source}: not valid YAML: ${error.message.split('\n')[0]}`),
    );
  }
  const value = toPlain(() => document.toJS({ maxAliasCount: 100 }), source);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SettingsError([`${source}: must be a group of settings, got ${quoted(value)}`]);
  }
  return { source, tree: value as Record<string, unknown> };
}

/** An alias without its anchor, or one that multiplies itself, is found only here. */
function toPlain(read: () => unknown, source: string): unknown {
  try {
    return read() ?? {};
  } catch (error) {
    throw new SettingsError([`${source}: not valid YAML: ${error instanceof Error ? error.message : String(error)}`]);
  }
}
