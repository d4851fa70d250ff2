import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

const directory = join(import.meta.dirname, 'peers');

/** Installs the peers, which no other install brings, and gives the Node.js that the newest of them need. */
export function installPeers(): string {
  const installed = join(directory, 'node_modules', '.package-lock.json');
  const lock = join(directory, 'package-lock.json');
  if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs)
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: directory, stdio: ['ignore', 'ignore', 'inherit'] });
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  const packages = [`node-${process.platform}-${process.arch}`, `node-bin-${process.platform}-${process.arch}`];
  const found = packages.map((name) => join(directory, 'node_modules', name, 'bin', 'node')).find(existsSync);
  if (found !== undefined) return found;
  throw new Error(
    `npm run bench needs Node.js 22 or newer, found ${process.versions.node}, and npm has none for ${process.platform} ${process.arch}: start it with a newer one`,
  );
}
