import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { offlineImages } from '../config/images.js';
import { baseImage } from './base-image.js';
import { docker, localImage } from './docker.js';
import { withLock } from './lock.js';
import { buildStandIn, standInPath } from './stand-in-program.js';

const cacheDirectory = join(import.meta.dirname, '..', '.cache', 'offline');

export interface OfflineImagesOptions {
  /** Called with one line for each step that takes time; default: nothing is reported. */
  readonly onProgress?: (line: string) => void;
}

export interface OfflineImages {
  /** Whether anything had to be built or tagged. */
  readonly built: boolean;
  /** Every image name of the offline set. */
  readonly images: string[];
}

const { cockroach, ...debianImages } = offlineImages;

/** Removes an image that lost its names; one that a container still uses stays. */
async function removeSuperseded(before: string | undefined, after: string): Promise<void> {
  if (before !== undefined && before !== after) await docker('image', 'rm', before).catch(() => {});
}

async function commitStandIn(base: string): Promise<string> {
  const directory = await mkdtemp(join(cacheDirectory, 'stand-in-'));
  const container = await docker('create', base, 'true');
  try {
    const architecture = await docker('version', '--format', '{{.Server.Arch}}');
    await buildStandIn(join(directory, standInPath), architecture);
    await docker('cp', `${directory}/.`, `${container}:/`);
    return await docker('commit', '--change', `ENTRYPOINT ["${standInPath}"]`, container, cockroach);
  } finally {
    await docker('rm', '--force', container);
    await rm(directory, { recursive: true, force: true });
  }
}

async function build(onProgress: (line: string) => void): Promise<boolean> {
  const previous = (await localImage(debianImages.node))?.id;
  const base = await baseImage(debianImages.node, cacheDirectory, onProgress);
  let changed = base.built;
  for (const name of Object.values(debianImages)) {
    if ((await localImage(name))?.id === base.id) continue;
    await docker('tag', base.id, name);
    changed = true;
  }
  if ((await localImage(cockroach)) === undefined) {
    onProgress('building the PostgreSQL stand-in for CockroachDB');
    await commitStandIn(base.id);
    changed = true;
  }
  await removeSuperseded(previous, base.id);
  return changed;
}

/**
 * Makes sure that every image of `offlineImages` exists on the Docker engine, made of Debian packages and the PostgreSQL stand-in for
 * CockroachDB. Nothing is built while the images match the recipe and the stand-in's sources. Safe to interrupt and to run twice at
 * once.
 * @throws when Docker cannot be reached, or something has to be built and this machine cannot (not root, no apt, no Go).
 */
export async function ensureOfflineImages({
  onProgress = () => {},
}: OfflineImagesOptions = {}): Promise<OfflineImages> {
  const built = await withLock(
    join(cacheDirectory, 'lock'),
    () => onProgress('waiting for another run that builds the offline images'),
    () => build(onProgress),
  );
  return { built, images: Object.values(offlineImages) };
}
