import { execa } from 'execa';
import { Refusal } from './refusal.js';
import type { Report } from './report.js';

/**
 * Pulls images, one after the other, and tells about each.
 *
 * @throws Refusal with the engine's message.
 */
export async function pullImages(images: readonly string[], report: Report): Promise<void> {
  for (const [index, image] of images.entries()) {
    const step = `pulling ${image} (${index + 1} of ${images.length})`;
    report(step);
    const pull = execa('docker', ['pull', image], { reject: false });
    const layers = { begun: 0, done: 0 };
    pull.stdout.on('data', (data: Buffer) => {
      const text = data.toString();
      layers.begun += text.match(/: Pulling fs layer/g)?.length ?? 0;
      layers.done += text.match(/: Pull complete/g)?.length ?? 0;
      if (layers.done > 0) report(`${step}: ${layers.done} of ${layers.begun} layers`);
    });
    const { failed, stderr } = await pull;
    if (!failed) continue;
    throw new Refusal(
      `${image} cannot be pulled: ${stderr.trim()}\nName a mirror (images.mirror) or another image (images.overrides) in the profile, ` +
        'or use `--images offline`.',
    );
  }
}
