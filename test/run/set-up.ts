import { ensureOfflineImages } from '../../offline/images.js';
import { ensureEngine } from '../../toolchain/docker-engine.js';
import { ensureDockerProvider } from '../../toolchain/provider-build.js';
import { ensureSqlParser } from '../../toolchain/sql-parser.js';
import { ensureTerraform } from '../../toolchain/terraform.js';

/** What the tests need besides Node.js, each with its time: an engine, Terraform, the provider, the parser, the offline images. */
export async function setUp(): Promise<void> {
  const say = (line: string) => console.log(`  ${line}`);
  await timed('Docker engine', async () => await ensureEngine(say));
  const terraform = await timed('Terraform', async () => await ensureTerraform(say));
  await timed('Docker provider', async () => await ensureDockerProvider(terraform.program, say));
  await timed("CockroachDB's SQL parser", async () => await ensureSqlParser(say));
  await timed('offline images', async () => await ensureOfflineImages({ onProgress: say }));
}

async function timed<T>(what: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  console.log(`set-up: ${what}`);
  const result = await work();
  console.log(`set-up: ${what} ready in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  return result;
}
