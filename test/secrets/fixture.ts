import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openVault, type Vault, type VaultOptions } from '../../secrets/vault.js';
import type { CertificateRequest } from '../../constructs/secret.js';

/** A folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'planetary-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A vault that takes nothing from the machine's environment and throws on messages that no test expects. */
export async function testVault(options: Partial<VaultOptions> = {}): Promise<Vault> {
  const report = (message: string) => {
    throw new Error(`unexpected: ${message}`);
  };
  return openVault({ directory: join(temporaryFolder(), 'vault'), environment: {}, report, ...options });
}

export const redisRequest: CertificateRequest = {
  commonName: 'redis',
  names: ['redis', 'redis-0.redis-nodes', 'redis-1.redis-nodes', 'localhost', '127.0.0.1', '::1'],
  uses: ['server', 'client'],
};

/** Writes texts into a folder of the test; returns their paths in the same order. */
export function writtenFiles(...texts: string[]): string[] {
  const folder = temporaryFolder();
  return texts.map((text, index) => {
    const path = join(folder, `${index}.pem`);
    writeFileSync(path, text);
    return path;
  });
}

/** What `openssl` prints; throws, with what it printed, when it fails. */
export function openssl(...args: string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Permission bits of a path. */
export function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

export const days = (count: number): number => count * 86_400_000;
