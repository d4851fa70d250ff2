import { join } from 'node:path';
import type { GivenName, PasswordName } from '../constructs/secret.js';
import { privateDirectory, sweepUnfinished } from './atomic-file.js';

/** Where a vault keeps what. */
export const vaultPaths = {
  authority: (vault: string) => join(vault, 'authority.pem'),
  /** While the authority is rotated: trusted already, and trusted still. */
  nextAuthority: (vault: string) => join(vault, 'authority-next.pem'),
  previousAuthority: (vault: string) => join(vault, 'authority-previous.pem'),
  certificates: (vault: string) => join(vault, 'certificates'),
  certificate: (vault: string, file: string) => join(vault, 'certificates', file),
  password: (vault: string, name: PasswordName) => join(vault, 'passwords', `${name}.json`),
  given: (vault: string, name: GivenName) => join(vault, 'given', name),
};

/** The vault of a stack, below the folder of its state: `.stacks/<stack>/vault`. */
export function vaultOfStack(stackDirectory: string): string {
  return join(stackDirectory, 'vault');
}

/** Makes a vault's folders, for its owner only, and clears what an interrupted run left in them. */
export function prepareVault(vault: string): void {
  const folders = [vault, ...['certificates', 'passwords', 'given'].map((name) => join(vault, name))];
  for (const folder of folders) {
    privateDirectory(folder);
    sweepUnfinished(folder);
  }
}
