import { passwordNames, type PasswordName } from '../constructs/secret.js';
import { readIfPresent, replaceFile } from './atomic-file.js';
import type { GivenSecrets } from './given-secrets.js';
import { keptPassword } from './kept-password.js';
import { withLock } from './lock.js';
import { formOf, generatePassword, originOf, parseStored, passwordForm, passwordText } from './password.js';
import type { StoredPassword } from './password.js';
import type { RotationStage } from './rotation-stage.js';
import { vaultPaths } from './vault-folder.js';

/** Grafana reads its admin's password when its database is made, and could not read that database with another key. */
const fixed: readonly PasswordName[] = ['grafana-admin', 'grafana-key'];

/** The passwords that a rotation replaces. */
export const rotatedPasswords: readonly PasswordName[] = passwordNames.filter((name) => !fixed.includes(name));

/** Those that the database checks, which a rotation has to tell it. */
export const databasePasswords = ['database-app', 'database-readonly'] as const satisfies readonly PasswordName[];

/** How far the rotation of a vault's passwords is: as far as the last of them. */
export function passwordStage(vault: string): RotationStage {
  const stages = new Set(rotatedPasswords.map((name) => read(vault, name)?.other?.stage));
  if (stages.has('overlap')) return 'overlap';
  return stages.has('switched') ? 'switched' : undefined;
}

/**
 * Has a next password count beside each: a given one, or a new one. A rotation under way is completed, not begun again. One that is given
 * as it is stays, since the next deploy would bring it back.
 *
 * @returns the names of those that stay.
 */
export async function beginPasswords(
  vault: string,
  given: GivenSecrets,
  names: readonly PasswordName[] = rotatedPasswords,
): Promise<PasswordName[]> {
  const kept = names.filter((name) => given.get(name) === keptPassword(vault, name).plain);
  if (passwordStage(vault) === 'switched') return kept;
  for (const name of names.filter((each) => !kept.includes(each))) {
    await change(vault, name, (password) =>
      password.other === undefined
        ? { ...password, other: { ...passwordForm(given.get(name) ?? generatePassword()), stage: 'overlap' } }
        : password,
    );
  }
  return kept;
}

/** Takes the next of these passwords into use; the one before still counts. Those of the database are noted as not sent. */
export async function switchPasswords(vault: string, names: readonly PasswordName[]): Promise<void> {
  for (const name of names) {
    await change(vault, name, (password) => {
      const { other } = password;
      if (other?.stage !== 'overlap') return password;
      const unsent = databasePasswords.some((each) => each === name) ? { unsent: true as const } : {};
      const previous = { ...formOf(password), stage: 'switched' as const };
      return { ...formOf(other), origin: originOf(password), ...unsent, other: previous };
    });
  }
}

/** Notes that the database knows its passwords. */
export async function notePasswordsSent(vault: string): Promise<void> {
  for (const name of databasePasswords) await change(vault, name, (password) => ({ ...password, unsent: undefined }));
}

/** Forgets the previous passwords. */
export async function dropPreviousPasswords(vault: string): Promise<void> {
  if (passwordStage(vault) !== 'switched') return;
  for (const name of rotatedPasswords) await change(vault, name, (password) => ({ ...password, other: undefined }));
}

function read(vault: string, name: PasswordName): StoredPassword | undefined {
  const path = vaultPaths.password(vault, name);
  const text = readIfPresent(path);
  return text === undefined ? undefined : parseStored(text, path);
}

async function change(
  vault: string,
  name: PasswordName,
  to: (password: StoredPassword) => StoredPassword,
): Promise<void> {
  await withLock(vault, () => {
    const password = read(vault, name);
    if (password === undefined) return;
    const changed = to(password);
    if (changed !== password) replaceFile(vaultPaths.password(vault, name), passwordText(changed), { mode: 0o600 });
  });
}
