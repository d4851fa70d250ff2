import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { SettingsError } from '../../config/settings-error.js';

/**
 * Makes sure that a report can be written, before anything is checked.
 *
 * @throws SettingsError that names the option and the file.
 */
export function checkWritable(option: string, file: string): void {
  const wrong = (why: string): never => {
    throw new SettingsError([
      `${option} ${file}: ${why}; it must be a file, there or not, in a folder that is there and may be written`,
    ]);
  };
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) wrong('it is a folder');
  try {
    accessSync(there === undefined ? dirname(file) : file, constants.W_OK);
  } catch (error) {
    wrong(error instanceof Error && 'code' in error ? `cannot be written (${String(error.code)})` : String(error));
  }
}
