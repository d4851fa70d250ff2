import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { parseDocument } from 'yaml';

/** Sets settings in a profile's file, by key; comments, order and everything else stay. The file is the old one or the new one, never half. */
export function writeProfile(file: string, settings: ReadonlyMap<string, number>): void {
  const document = parseDocument(readFileSync(file, 'utf8'));
  for (const [key, value] of settings) document.setIn(key.split('.'), value);
  const part = `${file}.${process.pid}.part`;
  try {
    writeFileSync(part, document.toString({ lineWidth: 0 }), { flag: 'wx', mode: statSync(file).mode });
    renameSync(part, file);
  } finally {
    rmSync(part, { force: true });
  }
}
