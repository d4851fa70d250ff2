import { existsSync } from 'node:fs';
import { describeIssue } from './describe-issue.js';
import { GatheredFaults } from './gathered-faults.js';
import { layerOf, mergeLayers, sourceOf, type Layer } from './layers.js';
import { overrideLayers, type Overrides } from './overrides.js';
import { profileFile, readLayer, readProfile } from './read-profile.js';
import { contradictionsBeside } from './contradictions-beside.js';
import { contradictions } from './rules.js';
import { type Settings, settingsSchema } from './schema.js';
import { SettingsError } from './settings-error.js';

export interface LoadOptions extends Overrides {
  /** Folder of the checkout. */
  readonly checkout: string;
  /** Name of a file in `config/environments`, without `.yaml`. */
  readonly profile: string;
  /** A further file whose settings win over the profile's; ignored when it does not exist. */
  readonly overlay?: string;
  /** Settings that win over both, as nested objects. */
  readonly overrides?: Readonly<Record<string, unknown>>;
  /** Where `overrides` come from. Default `overrides`. */
  readonly overridesFrom?: string;
}

/**
 * Reads a profile, with what is laid over it: a further file, overrides, `PLANETARY_SET_…` variables, `--set` flags; the later wins.
 *
 * @throws SettingsError with all faults, each with the file, variable or flag that it comes from: a missing file, bad YAML, unknown
 *   keys, values out of range, limits that contradict each other.
 */
export function loadSettings(options: LoadOptions): Settings {
  const { checkout, profile, overlay, overrides = {}, overridesFrom = 'overrides', environment, set: flags } = options;
  const gathered = new GatheredFaults();
  const files = [
    () => readProfile(checkout, profile),
    ...(overlay !== undefined && existsSync(overlay) ? [() => readLayer(overlay, overlay)] : []),
  ];
  const read = files.flatMap((file) => gathered.of(file));
  const set = overrideLayers({ ...(environment && { environment }), ...(flags && { set: flags }) }, gathered);
  // Without what a file says, its settings would be told as missing.
  if (read.length < files.length) gathered.throwIfAny();
  const given = { source: overridesFrom, tree: overrides, override: true };
  return gathered.last(() => checkSettings(profile, [...read, given, ...set]));
}

/**
 * Settings of the layers of a profile.
 *
 * @throws SettingsError as `loadSettings`.
 */
export function checkSettings(profile: string, layers: readonly Layer[]): Settings {
  const merged = mergeLayers(layers);
  const parsed = settingsSchema.safeParse(merged, { reportInput: true });
  const own = parsed.success ? [] : parsed.error.issues.flatMap((issue) => describeIssue(issue, settingsSchema));
  const faulty = own.map(({ path }) => path);
  const between = parsed.success ? contradictions(parsed.data) : contradictionsBeside(faulty, merged);
  if (parsed.success && between.length === 0) return parsed.data;
  throw new SettingsError([
    ...own.map(({ path, sentence }) => `${sourceOf(layers, path)}: ${sentence}`),
    ...between.map((fault) => `${profileFile(profile)}: ${fault}${overridden(fault, layers)}`),
  ]);
}

/** Which keys of a fault across settings were set over the profile, and by what. */
function overridden(fault: string, layers: readonly Layer[]): string {
  const keys = new Set(fault.match(/\b[a-z][A-Za-z]*\.[a-z][A-Za-z]*\b/g) ?? []);
  const given = [...keys].flatMap((key) => {
    const layer = layerOf(layers, key.split('.'));
    return layer?.override === true ? [`${key} by ${layer.source}`] : [];
  });
  return given.length === 0 ? '' : ` (${given.join(', ')})`;
}
