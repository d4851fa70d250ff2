import type { PasswordName, Secret } from '../constructs/secret.js';
import { joinPair } from './pem.js';
import type { Vault } from './vault.js';

/** The exact text of a secret file. Throws when a text uses a password that it does not name. */
export async function secretText(vault: Vault, secret: Secret): Promise<string> {
  switch (secret.kind) {
    case 'authority':
      return vault.authority;
    case 'certificate':
      return (await vault.certificate(secret.request)).certificate;
    case 'private-key':
      return (await vault.certificate(secret.request)).privateKey;
    case 'certificate-and-key':
      return joinPair(await vault.certificate(secret.request));
    case 'password':
      return vault.password(secret.password).plain;
    case 'given':
      return vault.given(secret.given) ?? '';
    case 'text':
      return secret.render((name) => vault.password(declared(name, secret.passwords)));
    default:
      return secret satisfies never;
  }
}

function declared(name: PasswordName, passwords: readonly PasswordName[]): PasswordName {
  if (passwords.includes(name)) return name;
  throw new Error(
    `A secret text uses the password ${name}, which it does not list (${passwords.join(', ') || 'it lists none'}).`,
  );
}
