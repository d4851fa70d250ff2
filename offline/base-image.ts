import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { debootstrap } from './debootstrap.js';
import { localImage } from './docker.js';
import { recipe, recipeHash } from './recipe.js';
import { finishRootFileSystem } from './root-file-system.js';

export const baseLabel = 'planetary-offline.recipe';
const prefix = 'root-';

async function removeHalfBuilt(cacheDirectory: string): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    if (name.startsWith(prefix)) await rm(join(cacheDirectory, name), { recursive: true, force: true });
  }
}

async function importRoot(directory: string, hash: string): Promise<string> {
  const changes = [
    ...Object.entries(recipe.environment).map(([name, value]) => `ENV ${name}=${value}`),
    `LABEL ${baseLabel}=${hash}`,
    'CMD ["bash"]',
  ].flatMap((change) => ['--change', change]);
  const tar = execa('tar', ['--numeric-owner', '--one-file-system', '--directory', directory, '--create', '.'], {
    buffer: { stdout: false },
    encoding: 'buffer',
  });
  const { stdout } = await tar.pipe('docker', ['import', ...changes, '-'], { encoding: 'utf8' });
  return stdout.trim();
}

/**
 * The image that all offline images start from: one root file system with every Debian package of the recipe.
 * @param known a name that may already be an image of the same recipe.
 * @returns its id, and whether it had to be built.
 */
export async function baseImage(
  known: string,
  cacheDirectory: string,
  onProgress: (line: string) => void,
): Promise<{ id: string; built: boolean }> {
  const hash = recipeHash(recipe);
  const present = await localImage(known);
  if (present?.labels[baseLabel] === hash) return { id: present.id, built: false };
  await mkdir(cacheDirectory, { recursive: true });
  await removeHalfBuilt(cacheDirectory);
  const root = join(cacheDirectory, `${prefix}${process.pid}`);
  try {
    await debootstrap(recipe, root, join(cacheDirectory, 'packages'), onProgress);
    await finishRootFileSystem(recipe, root);
    onProgress('importing the root file system into Docker');
    return { id: await importRoot(root, hash), built: true };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
