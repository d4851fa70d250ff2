import { SettingsError } from '../config/settings-error.js';

/** Lengths of a given secret. 72 is where bcrypt stops reading, which would let a shorter password in. */
const lengths = { minimum: 16, maximum: 72 };
/** A licence key is no password: nothing hashes it. */
export const licenceLengths = { minimum: 16, maximum: 4_096 };

/**
 * Checks a given value and returns it. The characters allowed are those that no config syntax of the stack (redis.conf and its ACL
 * files, ini, YAML, pgpass, haproxy.cfg, SQL, a shell, Terraform) gives a meaning inside a word; base64 and its URL form are within them.
 *
 * @throws SettingsError that names `source`, and never the value.
 */
export function checkGiven(value: string, source: string, { minimum, maximum } = lengths): string {
  const problem = findProblem(value, minimum, maximum);
  if (problem === undefined) return value;
  throw new SettingsError([
    `${source} ${problem}. Allowed are ${minimum} to ${maximum} of A-Z a-z 0-9 . _ ~ + / = -, the first a letter or a digit. ` +
      `Give another value, or none at all.`,
  ]);
}

function findProblem(value: string, minimum: number, maximum: number): string | undefined {
  if (value.length === 0) return 'is empty';
  if (value.length < minimum) return `is too short, with ${value.length} characters`;
  if (value.length > maximum) return `is too long, with ${value.length} characters`;
  const position = value.search(/[^A-Za-z0-9._~+/=-]/);
  if (position >= 0) return `has a character at position ${position + 1} that is not allowed`;
  return /^[A-Za-z0-9]/.test(value) ? undefined : 'begins with a character that is not allowed there';
}
