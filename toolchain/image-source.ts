import { execa } from 'execa';
import { resolveImages, type ImageSource } from '../config/images.js';
import type { Settings } from '../config/schema.js';
import { ensureOfflineImages } from '../offline/images.js';
import { pullImages } from './pull-images.js';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';

/** Time in which a registry must begin to answer, in ms; a slow download has begun by then. */
const timeoutMs = 15_000;

/** The image set of a stack, and why it is this one. */
export interface ImageChoice {
  readonly source: ImageSource;
  readonly reason: string;
}

/** Chooses the public images where all are here or a registry answers, else the offline ones. `forced` wins. */
export async function chooseImages(settings: Settings['images'], forced?: ImageSource): Promise<ImageChoice> {
  if (forced !== undefined) return { source: forced, reason: '--images' };
  const images = resolveImages({ ...settings, source: 'public' });
  const absent = await absentImages(Object.values(images));
  if (absent.length === 0) return { source: 'public', reason: 'all are on this engine' };
  const smallest = images['pgbouncer-exporter'];
  return (await beginsToPull(absent.includes(smallest) ? smallest : String(absent[0])))
    ? { source: 'public', reason: 'their registry answers' }
    : { source: 'offline', reason: 'no image registry answers' };
}

/** How a choice is told to the user, in one line. */
export function describeChoice({ source, reason }: ImageChoice): string {
  return source === 'public'
    ? `public images (${reason}; not run in CI)`
    : `offline images, built from Debian packages (${reason}): CockroachDB is a PostgreSQL stand-in, Grafana is left out`;
}

/**
 * Makes sure that the engine has every image of the settings, by a pull or by a build.
 *
 * @throws Refusal when a pull or a build fails.
 */
export async function ensureImages(settings: Settings, report: Report): Promise<void> {
  const { images, monitoring } = settings;
  if (images.source === 'offline') await buildImages(report);
  const wanted = resolveImages(images);
  const given = new Set(Object.keys(images.overrides));
  const pulled = Object.entries(wanted)
    .filter(([name]) => images.source === 'public' || given.has(name))
    .filter(([name]) => name !== 'grafana' || monitoring.grafana)
    .map(([, image]) => image);
  await pullImages(await absentImages([...new Set(pulled)]), report);
}

/** Images that the engine does not have. */
async function absentImages(images: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    images.map(async (image) => !(await execa('docker', ['image', 'inspect', image], { reject: false })).failed),
  );
  return images.filter((_, index) => !found[index]);
}

async function buildImages(report: Report): Promise<void> {
  try {
    await ensureOfflineImages({ onProgress: report });
  } catch (error) {
    throw new Refusal((error as Error).message, { cause: error });
  }
}

async function beginsToPull(image: string): Promise<boolean> {
  const pull = execa('docker', ['pull', image], { reject: false, timeout: timeoutMs, buffer: false });
  return new Promise((resolve) => {
    pull.stdout.on('data', (data: Buffer) => {
      if (!/Pulling fs layer|Already exists|Digest:/.test(data.toString())) return;
      resolve(true);
      pull.kill();
    });
    void pull.then(({ failed }) => resolve(!failed));
  });
}
