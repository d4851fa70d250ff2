import type { PasswordForms, PasswordName } from '../constructs/secret.js';
import { Refusal } from '../toolchain/refusal.js';
import { createFile, readIfPresent, replaceFile } from './atomic-file.js';
import { secretVariable } from './given-secrets.js';
import { withLock } from './lock.js';
import { generatePassword, parsePassword, passwordForm, passwordText } from './password.js';
import { vaultOfStack, vaultPaths } from './vault-folder.js';

/** A password of a vault, generated when there is none yet. */
export function keptPassword(vault: string, name: PasswordName): PasswordForms {
  const path = vaultPaths.password(vault, name);
  const text = readIfPresent(path) ?? createFile(path, passwordText(passwordForm(generatePassword())));
  return parsePassword(text, path);
}

/**
 * Takes a given password into a vault. Its forms, and with them its salts, are made anew only when the password is another. One of the two
 * of a rotation under way changes nothing: it ends with one of them.
 */
export async function keepGivenPassword(vault: string, name: PasswordName, plain: string): Promise<void> {
  const path = vaultPaths.password(vault, name);
  const isKept = () => {
    const text = readIfPresent(path);
    if (text === undefined) return false;
    const kept = parsePassword(text, path);
    return kept.plain === plain || kept.also?.plain === plain;
  };
  if (isKept()) return;
  await withLock(vault, () => {
    if (!isKept()) replaceFile(path, passwordText(passwordForm(plain)), { mode: 0o600 });
  });
}

/**
 * A password of a deployed stack, in clear, for the programs that log in to it.
 *
 * @param stackDirectory the stack's state: `.stacks/<stack>`.
 * @throws Refusal when the stack has none, or its file is damaged.
 */
export function readPassword(stackDirectory: string, name: PasswordName): string {
  const path = vaultPaths.password(vaultOfStack(stackDirectory), name);
  const text = readIfPresent(path);
  if (text !== undefined) return parsePassword(text, path).plain;
  throw new Refusal(
    `${path} does not exist: the stack has no password ${name} yet. ` +
      `Deploy it first (npm start), or give one in ${secretVariable(name)} when you do.`,
  );
}
