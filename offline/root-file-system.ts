import { appendFile, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recipe } from './recipe.js';

/**
 * Directories that programs want to find. None of them is one that the stack mounts a volume at: Docker gives an empty volume the
 * owner of the image's directory each time it is mounted.
 */
const kept = ['var/log', 'var/cache/apt/archives/partial', 'var/lib/apt/lists/partial'];

/** Drops what no program reads, gives the public images' command names, and names the default uid. */
export async function finishRootFileSystem(recipe: Recipe, directory: string): Promise<void> {
  for (const path of recipe.removed) await rm(join(directory, path), { recursive: true, force: true });
  for (const path of kept) await mkdir(join(directory, path), { recursive: true });
  for (const [path, target] of Object.entries(recipe.links)) await symlink(target, join(directory, path));
  for (const [name, uid] of Object.entries(recipe.users)) {
    await appendFile(join(directory, 'etc/passwd'), `${name}:x:${uid}:${uid}::/data:/usr/sbin/nologin\n`);
    await appendFile(join(directory, 'etc/group'), `${name}:x:${uid}:\n`);
  }
}
