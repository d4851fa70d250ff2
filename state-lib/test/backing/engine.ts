import { ensureOfflineImages } from '../../../offline/images.js';
import { ensureEngine } from '../../../toolchain/docker-engine.js';
import { Refusal } from '../../../toolchain/refusal.js';

/** Makes sure of what the real programs run on: an engine and their images. Ends the process with 3, and says why, where it cannot. */
export async function ensurePrograms(): Promise<void> {
  const say = (line: string): void => void process.stderr.write(`  ${line}\n`);
  try {
    await ensureEngine(say);
    await ensureOfflineImages({ onProgress: say });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(3);
  }
}
