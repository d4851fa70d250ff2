import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

/** The inside checks as one minified CommonJS file for Node 20, the same bytes for the same sources. */
export function bundleSmoke(): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('inside-start.ts', import.meta.url))],
    bundle: true,
    write: false,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    minify: true,
    legalComments: 'none',
    charset: 'utf8',
    external: ['pg-native'],
    logLevel: 'error',
  });
  const [file] = outputFiles;
  if (file === undefined) throw new Error('esbuild gave no file for smoke/inside-start.ts');
  return file.text;
}
