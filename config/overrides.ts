import { closest } from './closest.js';
import type { GatheredFaults } from './gathered-faults.js';
import type { Layer } from './layers.js';
import { settingsSchema } from './schema.js';
import { settingLeaves } from './setting-leaves.js';
import { SettingsError } from './settings-error.js';
import { typedText } from './typed-text.js';

/** Start of the variables that set a setting: `PLANETARY_SET_REDIS_MAX_CLIENTS=20000`. */
export const variablePrefix = 'PLANETARY_SET_';

export interface Overrides {
  /** Variables; those that do not begin with `PLANETARY_SET_` are left alone. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Values of `--set`, such as `redis.maxClients=20000`. */
  readonly set?: readonly string[];
}

const leaves = settingLeaves(settingsSchema);
const byVariable = new Map(leaves.map((leaf) => [settingVariable(leaf.path), leaf]));

/** The variable of a setting: `redis.memoryMiB` is `PLANETARY_SET_REDIS_MEMORY_MIB`. */
export function settingVariable(path: readonly string[]): string {
  const words = path.flatMap((name) => name.replaceAll(/([KMG]iB|[A-Z][a-z]+)/g, '_$1').split(/[_-]/));
  return (
    variablePrefix +
    words
      .filter((word) => word !== '')
      .join('_')
      .toUpperCase()
  );
}

/**
 * One layer for each variable, then one for each `--set`: a flag wins over a variable, a later flag over an earlier one.
 * `faults` takes those of a variable that names no setting and of a `--set` without key or value.
 */
export function overrideLayers({ environment = {}, set = [] }: Overrides, faults: GatheredFaults): Layer[] {
  const variables = Object.entries(environment).filter(
    ([name, text]) => name.startsWith(variablePrefix) && text !== undefined,
  );
  const fromVariables = variables.flatMap(([variable, text = '']) => faults.of(() => ofVariable(variable, text)));
  const fromFlags = set.flatMap((flag) => faults.of(() => ofFlag(flag)));
  return [...fromVariables, ...fromFlags];
}

function ofVariable(variable: string, text: string): Layer {
  const leaf = byVariable.get(variable);
  if (leaf !== undefined) return layer(variable, leaf.path, text);
  const near = closest(variable, [...byVariable.keys()]);
  const advice = 'docs/settings.md has every setting, docs/commands.md says how its variable is named';
  throw new SettingsError([`${variable}: names no setting; ${near === undefined ? advice : `did you mean ${near}?`}`]);
}

function ofFlag(flag: string): Layer {
  const [, key, text] = /^([^=]+)=(.*)$/s.exec(flag) ?? [];
  if (key !== undefined && text !== undefined) return layer(`--set ${key}`, key.split('.'), text);
  throw new SettingsError([`--set ${flag}: must be key=value, such as redis.maxClients=20000`]);
}

/** Values of `--set` as variables, for a program that takes no flags of ours, such as cdktf. */
export function asVariables(set: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    set.map((flag) => {
      const [key = '', ...text] = flag.split('=');
      return [settingVariable(key.split('.')), text.join('=')];
    }),
  );
}

function layer(source: string, path: readonly string[], text: string): Layer {
  const key = path.join('.');
  const value = typedText(text, leaves.find((leaf) => leaf.key === key)?.schema);
  const tree = path.reduceRight<unknown>((inner, name) => Object.fromEntries([[name, inner]]), value);
  return { source, tree: tree as Record<string, unknown>, override: true };
}
