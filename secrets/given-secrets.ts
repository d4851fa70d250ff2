import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GatheredFaults } from '../config/gathered-faults.js';
import { SettingsError } from '../config/settings-error.js';
import { givenNames, passwordNames, type GivenName, type PasswordName } from '../constructs/secret.js';
import { checkGiven, licenceLengths } from './given-value.js';

export type Environment = Readonly<Record<string, string | undefined>>;
export type GivenSecrets = ReadonlyMap<PasswordName | GivenName, string>;

const variablePrefix = 'PLANETARY_SECRET_';
const directoryVariable = 'PLANETARY_SECRETS_DIR';
const names: readonly (PasswordName | GivenName)[] = [...passwordNames, ...givenNames];

/** The variable that gives a secret: `redis-app` is `PLANETARY_SECRET_REDIS_APP`. */
export function secretVariable(name: PasswordName | GivenName): string {
  return variablePrefix + name.toUpperCase().replaceAll('-', '_');
}

/**
 * The secrets that the environment gives, checked: by variables, and by files of the folder that `PLANETARY_SECRETS_DIR` names. A
 * variable wins over a file. One newline at the end of a file does not count.
 *
 * @throws SettingsError with every value that is not allowed and every name that is none of the stack's; it never holds a value.
 */
export function givenSecrets(environment: Environment): GivenSecrets {
  const directory = environment[directoryVariable];
  const gathered = new GatheredFaults();
  const parts = [...(directory === undefined ? [] : fromDirectory(directory, gathered)), ...fromVariables(environment)];
  const given = parts.flatMap((part) => gathered.of(part));
  gathered.throwIfAny();
  return new Map(given);
}

/** A given secret that is yet to be checked. */
type Part = () => readonly [PasswordName | GivenName, string];

function fromVariables(environment: Environment): Part[] {
  const known = new Map(names.map((name) => [secretVariable(name), name]));
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (value === undefined || !variable.startsWith(variablePrefix)) return [];
    return [
      () => {
        const name = known.get(variable);
        if (name === undefined) throw unknownName(variable, [...known.keys()]);
        return [name, check(name, value, variable)];
      },
    ];
  });
}

function fromDirectory(directory: string, gathered: GatheredFaults): Part[] {
  const known = new Map<string, PasswordName | GivenName>(names.map((name) => [name, name]));
  const [files = []] = gathered.of(() => listed(directory));
  return files.flatMap((file) => {
    // A mounted Kubernetes Secret has entries such as `..data` beside its files.
    if (file.startsWith('.')) return [];
    const path = join(directory, file);
    return [
      () => {
        const name = known.get(file);
        if (name === undefined) throw unknownName(path, names);
        return [name, check(name, textOf(path).replace(/\r?\n$/, ''), path)];
      },
    ];
  });
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    throw new SettingsError([
      `${directoryVariable} is ${directory}, which is no folder that can be read. Correct it, or unset it.`,
    ]);
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new SettingsError([
      `${path} is no file that can be read. Correct it, or take it out of ${directoryVariable}.`,
    ]);
  }
}

function check(name: PasswordName | GivenName, value: string, source: string): string {
  return checkGiven(value, source, name === 'cockroach-licence' ? licenceLengths : undefined);
}

function unknownName(source: string, allowed: readonly string[]): SettingsError {
  return new SettingsError([`${source} is no secret of this stack. Allowed are ${allowed.join(', ')}.`]);
}
